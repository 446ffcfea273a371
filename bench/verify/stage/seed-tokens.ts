import { createHash, hkdfSync } from "node:crypto";
import pg from "pg";
import { fillBare } from "@/bench/verify/stage/bare-tables";
import { base62 } from "@/domain/tokens/alphabet";

export type Home = { readonly accountId: string; readonly locator: string; readonly userId: string };

const rowsPerStatement = 100_000;
const sessions = 2;

/**
 * Makes impersonation tokens inside of the database, spread over `homes`, each tenth of them disabled: ten million in
 * minutes. Their digests are the keyring's own (a seeded token is verified before anything is measured).
 */
export async function seedTokens(
  url: string,
  masterKey: Buffer,
  homes: readonly Home[],
  tokens: number,
  seed: string,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await fillBare(client, ["Token", "TokenSecret", "TokenActivity"], async () => {
      let next = 0;
      const work = async () => {
        const own = new pg.Client({ connectionString: url });
        await own.connect();
        // Each secret gets the copy of its token's facts here: the trigger that makes it would read every token by its key.
        await own.query("SET synchronous_commit = off");
        await own.query("SET session_replication_role = replica");
        while (next < tokens) {
          const from = next;
          next = Math.min(tokens, from + rowsPerStatement);
          await own.query(insertion, [...values(homes, seed), from, next - 1, ...pads(masterKey)]);
        }
        await own.end();
      };
      await Promise.all(Array.from({ length: sessions }, work));
    });
    await client.query("VACUUM (ANALYZE)");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}

/** The strings of some of the tokens, in an order of chance; disabled ones only where asked for. */
export async function readTokens(
  client: pg.Client,
  homes: readonly Home[],
  tokens: number,
  seed: string,
  most: number,
): Promise<{ text: string; disabled: boolean }[]> {
  const step = Math.max(1, Math.floor(tokens / most));
  const { rows } = await client.query<{ text: string; disabled: boolean }>(
    `SELECT text, disabled FROM (${stringsOf("generate_series(0, $4::bigint - 1, $5::bigint)")}) AS strings`,
    [...values(homes, seed), tokens, step],
  );
  return rows;
}

function values(homes: readonly Home[], seed: string): [string[], string[], string] {
  // The row's number finds its home by the remainder: account|user and locator.
  return [
    homes.map((home) => `${home.accountId}|${home.userId}`),
    homes.map((home) => home.locator),
    createHash("sha256").update(seed).digest("hex"),
  ];
}

// HMAC by hand (RFC 2104): PostgreSQL has SHA-256, and HMAC only in an extension.
function pads(masterKey: Buffer): [Buffer, Buffer] {
  const pepper = Buffer.from(hkdfSync("sha256", masterKey, "", "keydesk/pepper/1", 32));
  const block = Buffer.concat([pepper, Buffer.alloc(32)]);
  return [block.map((byte) => byte ^ 0x36), block.map((byte) => byte ^ 0x5c)] as [Buffer, Buffer];
}

const digit = (place: number) => `substr('${base62}', 1 + (sum / ${62 ** (5 - place)} % 62)::int, 1)`;

/**
 * The token strings of some numbers: what `sealString` makes, with 30 hexadecimal digits for its secret. OFFSET 0 keeps the
 * planner from writing out an expression at each of its uses, and so computing it seven times.
 */
const stringsOf = (numbers: string) => `
  SELECT split_part(home, '|', 1)::uuid AS account, split_part(home, '|', 2)::uuid AS acts_as, disabled,
    body || ${[0, 1, 2, 3, 4, 5].map(digit).join(" || ")} AS text
  FROM (
    SELECT home, disabled, body, crc32(convert_to(body, 'UTF8')) AS sum FROM (
      SELECT ($1::text[])[1 + n / 100 % array_length($1, 1)] AS home, n / 7 % 10 = 0 AS disabled,
        'IK_' || ($2::text[])[1 + n / 100 % array_length($2, 1)] || '_'
          || substr(encode(sha256(convert_to($3::text || n, 'UTF8')), 'hex'), 1, 30) AS body
      FROM ${numbers} AS n OFFSET 0
    ) AS bodies OFFSET 0
  ) AS sums OFFSET 0`;

const insertion = `
  WITH made AS MATERIALIZED (
    SELECT uuidv7() AS id, gen_random_uuid() AS secret, account, acts_as, disabled, right(text, 4) AS last4,
      sha256($7::bytea || sha256($6::bytea || convert_to(text, 'UTF8'))) AS digest
    FROM (${stringsOf("generate_series($4::bigint, $5::bigint)")}) AS strings
  ), tokens AS (
    INSERT INTO "Token" ("id", "accountId", "type", "name", "actsAsUserId", "createdByName", "createdAt", "updatedAt", "disabledAt", "prefix", "last4")
    SELECT id, account, 'impersonation', 'Nightly sync', acts_as, 'bench', now(), now(), CASE WHEN disabled THEN now() END, 'IK', last4 FROM made
    RETURNING "Token" AS token, "id"
  ), secrets AS (
    INSERT INTO "TokenSecret" ("id", "tokenId", "digest", "pepperId", "prefix", "last4", "createdAt", "tokenFacts")
    SELECT secret, made.id, digest, 1, 'IK', last4, now(), "keydesk_token_facts"(tokens.token) FROM made JOIN tokens ON tokens."id" = made.id
  )
  INSERT INTO "TokenActivity" ("tokenId", "accountId") SELECT id, account FROM made`;
