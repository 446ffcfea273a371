import type { Connection } from "@/prisma/connection";
import type { Window } from "@/services/limits/windows";

export type StoredWindow = Pick<Window, "key" | "count" | "endsAt">;

/** The kept windows that still run, those that end first before the others. */
export async function readWindows(connection: Connection, now: Date): Promise<StoredWindow[]> {
  const { rows } = await connection.query<{ key: string; count: number; endsAt: Date }>(
    `SELECT "key", "count", "endsAt" FROM "LimitCounter" WHERE "endsAt" > $1 ORDER BY "endsAt"`,
    [now],
  );
  return rows.map((row) => ({ ...row, endsAt: row.endsAt.getTime() }));
}

/** Keeps windows as they are now. In the order of their keys, so that two processes never wait for each other in a circle. */
export async function writeWindows(connection: Connection, windows: readonly StoredWindow[]): Promise<void> {
  await connection.query({
    name: "keydesk-limits",
    text: `
      INSERT INTO "LimitCounter" ("key", "count", "endsAt")
      SELECT b.key, b.count, to_timestamp(b."endsAt" / 1000.0)
      FROM jsonb_to_recordset($1::jsonb) AS b(key text, count int, "endsAt" float8) ORDER BY b.key
      ON CONFLICT ("key") DO UPDATE SET "count" = EXCLUDED."count", "endsAt" = EXCLUDED."endsAt"`,
    values: [JSON.stringify(windows)],
  });
}

/** Forgets windows that have ended; a source address is kept no longer than it is needed. */
export async function deleteEndedWindows(connection: Connection, now: Date): Promise<void> {
  await connection.query(`DELETE FROM "LimitCounter" WHERE "endsAt" <= $1`, [now]);
}
