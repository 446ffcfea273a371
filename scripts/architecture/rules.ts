/** The arrows of docs/architecture.md: which rooms each room may ask. A room may always ask itself. */
export const arrows: Record<string, readonly string[]> = {
  app: ["components", "services", "domain"],
  components: ["domain"],
  api: ["services", "domain"],
  services: ["domain", "prisma"],
  domain: [],
  prisma: [],
};

/** Rooms that build, start, measure and test the product from outside. */
export const outside = ["scripts", "e2e", "bench"];

/** Rooms whose files Next.js, Node or a tool looks up by name; such a file may only pass on what another one makes. */
export const entryRooms = ["app", ...outside];

/** Tests and what only they use: they may run programs and look into their database, and no product code may ask them. */
export const testFiles = /\.test\.tsx?$|(^|\/)testing(\/|\.tsx?$)/;

/** Packages that only these rooms may use, with the reason that the message gives. */
export const packageHomes: { pattern: RegExp; rooms: readonly string[]; reason: string }[] = [
  {
    pattern: /^(pg|@prisma\/.*|pg-.*)$/,
    rooms: ["prisma"],
    reason: "the database's driver belongs in prisma/: ask services/ for data",
  },
  { pattern: /^fastify(-.*)?$/, rooms: ["api"], reason: "the HTTP API belongs in api/" },
  { pattern: /^next(\/.*)?$/, rooms: ["app", "components"], reason: "pages belong in app/ and components/" },
  {
    pattern: /^(react|react-dom|radix-ui|lucide-react|nuqs)(\/.*)?$/,
    rooms: ["app", "components"],
    reason: "pages belong in app/ and components/",
  },
  {
    pattern: /^next-auth(\/.*)?$/,
    rooms: ["app", "services"],
    reason: "components/ get the session as props",
  },
];

/** What domain/ may take from Node: computing without input or output. */
export const pureNodeModules = ["node:crypto", "node:buffer", "node:net", "node:util", "node:zlib"];

/** Catch-all names say nothing about what is inside. */
export const namelessNames = /(^|\/)(utils?|helpers?|misc|common|shared|lib)(\/|\.[^/]*$)/;

/** Where the environment may be read: once for the product, and by the programs around it. */
export const environmentReaders = [
  /^services\/config\.ts$/,
  /^(scripts|e2e|bench)\//,
  /^[^/]+\.config\.(ts|mjs)$/,
];
