import type { Connection } from "@/prisma/connection";
import type { Count, SecretUse, UsageBook } from "@/services/usage/book";

// All in one statement: counted once or not at all. Each part inserts in the order of its key, and all flushes visit the
// tables in the same order, so two processes can wait for each other but never in a circle.
const text = `
WITH journal AS (
  INSERT INTO "UsageJournal" ("uses", "lines", "names") SELECT $1::int, $2, $3::jsonb WHERE $1::int > 0
), hours AS (
  INSERT INTO "AccountUsageHour" AS k ("accountId", "hour", "verdict", "count")
  SELECT b.id, to_timestamp(b.at / 1000.0), b.verdict, b.count
  FROM jsonb_to_recordset($4::jsonb) AS b(id uuid, at float8, verdict text, count bigint)
  ORDER BY b.id, b.at, b.verdict
  ON CONFLICT ("accountId", "hour", "verdict") DO UPDATE SET "count" = k."count" + EXCLUDED."count"
), days AS (
  INSERT INTO "AccountUsageDay" AS k ("accountId", "day", "count")
  SELECT b.id, (to_timestamp(b.at / 1000.0) AT TIME ZONE 'UTC')::date, b.count
  FROM jsonb_to_recordset($5::jsonb) AS b(id uuid, at float8, count bigint)
  ORDER BY b.id, b.at
  ON CONFLICT ("accountId", "day") DO UPDATE SET "count" = k."count" + EXCLUDED."count"
)
INSERT INTO "GatewayHour" AS k ("gatewayId", "hour", "verdict", "count")
SELECT b.id, to_timestamp(b.at / 1000.0), b.verdict, b.count
FROM jsonb_to_recordset($6::jsonb) AS b(id uuid, at float8, verdict text, count bigint)
ORDER BY b.id, b.at, b.verdict
ON CONFLICT ("gatewayId", "hour", "verdict") DO UPDATE SET "count" = k."count" + EXCLUDED."count"`;

/**
 * Keeps a book, in one statement: what accounts and gateways did is added up at once; what each token did goes to the journal, from
 * where `applyJournal` moves it. So a flush costs as good as nothing, however many tokens were used.
 */
export async function writeBook(connection: Connection, book: UsageBook): Promise<void> {
  const { lines, names } = writeLines(book);
  const counts = [book.accountHours, book.accountDays, book.gatewayHours];
  await connection.query({
    name: "keydesk-usage",
    text,
    values: [book.secretUses, lines, names, ...counts.map((map) => JSON.stringify(flatten(map)))],
  });
}

function flatten(map: ReadonlyMap<string, readonly Count[]>) {
  return [...map].flatMap(([id, counts]) => counts.map((count) => ({ id, ...count })));
}

/**
 * A line per use: token, secret, place of the account in `names.accounts`, verdict, hour and first and last use in milliseconds since
 * 1970, how often, place of address and agent in `names.places`, and flags: "c" counted, "r" remembered as a caller, "-" none.
 */
function writeLines(book: UsageBook): { lines: string; names: string } {
  const accounts = new Map<string, number>();
  const places = new Map<string, number>();
  const placeOf = (map: Map<string, number>, name: string) => {
    const known = map.get(name);
    if (known !== undefined) return known;
    map.set(name, map.size);
    return map.size - 1;
  };
  let lines = "";
  let ip: string | null = null;
  let agent: string | null = null;
  let place = 0;
  for (const head of book.secrets.values()) {
    for (let u: SecretUse | null = head; u !== null; u = u.next) {
      const flags = u.isCounted ? (u.isRemembered ? "cr" : "c") : u.isRemembered ? "r" : "-";
      // Mostly the gateway's callers come from few places, one after the other.
      if (u.ip !== ip || u.agent !== agent) {
        ip = u.ip;
        agent = u.agent;
        place = placeOf(places, `${ip} ${agent}`);
      }
      lines += `${u.tokenId} ${u.secretId} ${placeOf(accounts, u.accountId)} ${u.verdict} ${u.hour} ${u.first} ${u.last} ${u.count} ${place} ${flags}\n`;
    }
  }
  // No address holds a space.
  const pairs = [...places.keys()].map((place) => {
    const end = place.indexOf(" ");
    return [place.slice(0, end), place.slice(end + 1)];
  });
  return { lines, names: JSON.stringify({ accounts: [...accounts.keys()], places: pairs }) };
}
