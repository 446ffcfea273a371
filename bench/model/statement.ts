import { mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { table } from "@/bench/verify/spread";
import { openGround } from "@/bench/verify/stage/ground";
import { openServer } from "@/bench/verify/stage/server";
import { readBare } from "@/prisma/bare-read";
import { closeConnection, openConnection } from "@/prisma/connection";
import { openContexts } from "@/services/verification/contexts";
import { lookupSettings } from "@/services/verification/lookup-row";
import { shortText } from "@/services/verification/read-short";

/**
 * `npx tsx bench/model/statement.ts`: what a look-up's statement costs PostgreSQL and this process, whatever it holds and for each of
 * its keys: a straight line through statements of 1 to 128 keys, one after the other on one connection, in the database of `npm run
 * bench` (Linux). On a busy machine run it as `chrt -r 10 …`, which its server inherits: it takes some ten seconds.
 */
const tokens = Number(process.env.BENCH_TOKENS ?? 1_000_000);
const folder = process.env.BENCH_FOLDER ?? path.join(tmpdir(), "keydesk-bench");
const sizes = [1, 2, 3, 8, 24, 64, 88, 128];
const rounds = 3;
const keysPerRound = 12_000;

type Cost = { readonly database: number; readonly client: number };

mkdirSync(folder, { recursive: true, mode: 0o711 });
const server = await openServer(folder);
try {
  const ground = await openGround(server, folder, tokens);
  const connection = await openConnection(ground.databaseUrl, {
    applicationName: "keydesk-bench-statement",
    connectMsMax: 5_000,
    statementMsMax: 60_000,
    hasOwnClock: true,
    settings: lookupSettings,
  });
  const backend = (await connection.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]!.pid;
  const { rows } = await connection.query<{ digest: Buffer }>(
    `SELECT "digest" FROM (SELECT "digest" FROM "TokenSecret" TABLESAMPLE SYSTEM (20) LIMIT 200000) s ORDER BY random()`,
  );
  const digests = rows.map((row) => row.digest);
  const { since } = await openContexts(connection);
  // Man 5 proc: the first is nanoseconds on a core.
  const databaseCpu = () => Number(readFileSync(`/proc/${backend}/schedstat`, "utf8").split(" ")[0]) / 1_000;

  const ask = async (size: number, times: number): Promise<Cost> => {
    const before = databaseCpu();
    const own = process.cpuUsage();
    for (let i = 0; i < times; i++) {
      const from = Math.floor(Math.random() * (digests.length - size));
      const sought = Buffer.concat(digests.slice(from, from + size));
      await readBare(connection, { name: "keydesk-lookup-short", text: shortText }, [sought, ...since]);
    }
    const { user, system } = process.cpuUsage(own);
    return { database: (databaseCpu() - before) / times, client: (user + system) / times };
  };

  const found = sizes.map((size) => ({ size, costs: [] as Cost[] }));
  await ask(24, 200);
  for (let round = 0; round < rounds; round++)
    for (const { size, costs } of found)
      costs.push(await ask(size, Math.round(keysPerRound / Math.max(size, 8))));
  const medians = found.map(({ size, costs }) => ({
    size,
    database: median(costs.map((cost) => cost.database)),
    client: median(costs.map((cost) => cost.client)),
  }));
  const database = fitLine(medians.map(({ size, database: cost }) => [size, cost]));
  const client = fitLine(medians.map(({ size, client: cost }) => [size, cost]));
  console.log(`Look-ups among ${tokens.toLocaleString("en")} tokens, µs of CPU a statement:\n`);
  console.log(
    table(
      ["keys", "PostgreSQL", "this process"],
      [
        ...medians.map((one) => [`${one.size}`, one.database.toFixed(0), one.client.toFixed(0)]),
        ["whatever it holds", database.fixed.toFixed(0), client.fixed.toFixed(0)],
        ["and for each key", database.perKey.toFixed(1), client.perKey.toFixed(1)],
      ],
    ),
  );
  closeConnection(connection);
} finally {
  await server.stop();
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

// Least squares of the relative errors: a statement of one key counts as much as one of 128.
function fitLine(points: readonly (readonly [size: number, cost: number])[]): {
  fixed: number;
  perKey: number;
} {
  let [w, x, xx, y, xy] = [0, 0, 0, 0, 0];
  for (const [size, cost] of points) {
    const weight = 1 / cost ** 2;
    w += weight;
    x += weight * size;
    xx += weight * size * size;
    y += weight * cost;
    xy += weight * size * cost;
  }
  const perKey = (w * xy - x * y) / (w * xx - x * x);
  return { fixed: (y - perKey * x) / w, perKey };
}
