import { openConnection as openRealConnection } from "@/prisma/connection";

// All but what stands here itself.
export * from "@/prisma/connection";

const ageMsMax = 100;

/** The real connection; those of the look-up read from one snapshot for 100 ms. */
export const openConnection: typeof openRealConnection = async (url, options) => {
  const client = await openRealConnection(url, options);
  if (!options.applicationName.includes("verification")) return client;
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  let takenAt = Number.NEGATIVE_INFINITY;
  client.query = ((...args: unknown[]) => {
    if (performance.now() > takenAt + ageMsMax) {
      takenAt = performance.now();
      // Sent before the query itself, on the same connection: they run one after the other.
      for (const statement of ["COMMIT", "BEGIN ISOLATION LEVEL REPEATABLE READ"]) {
        Promise.resolve(query(statement)).catch(() => undefined);
      }
    }
    return query(...args);
  }) as typeof client.query;
  return client;
};
