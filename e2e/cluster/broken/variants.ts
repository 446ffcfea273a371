/** Builds with one mistake each, to show that the harness finds them: which module of the product a variant puts itself before. */
export const brokenVariants = {
  cache: {
    title: "a cache of 100 ms",
    replaces: "services/verification/lookup.ts",
    by: "e2e/cluster/broken/cached-lookup.ts",
  },
  joined: {
    title: "calls that join a read under way",
    replaces: "services/verification/lookup.ts",
    by: "e2e/cluster/broken/joined-lookup.ts",
  },
  snapshot: {
    title: "reads from a snapshot that is kept open for 100 ms",
    replaces: "prisma/connection.ts",
    by: "e2e/cluster/broken/kept-snapshot.ts",
  },
  rotation: {
    title: "a rotation that forgets to retire the old secret",
    replaces: "services/tokens/replace-secret.ts",
    by: "e2e/cluster/broken/forgetful-rotation.ts",
  },
} as const;

export type BrokenVariant = keyof typeof brokenVariants;
