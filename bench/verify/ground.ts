import { randomBytes, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import pg from "pg";
import { randomBase62 } from "@/domain/tokens/alphabet";
import { makeTokenString } from "@/domain/tokens/token-string";
import type { Keyring } from "@/services/keys/keyring";

/** What a run of the bench asks with. */
export type Ground = {
  /** A gateway of the deployment. */
  readonly gatewaySecret: string;
  /** One token string per line: valid ones, and for the mix also disabled, unknown and malformed ones. */
  readonly validFile: string;
  readonly mixedFile: string;
};

const rowsPerStatement = 20_000;
const accounts = 20;
/** No limit is reached by a bench; each call is counted against them all the same. */
const plenty = 1_000_000_000;

/**
 * Fills a migrated, empty database with `tokens` impersonation tokens spread over 20 accounts, and writes their strings, shuffled,
 * to files. The keys are the API's own, so every string verifies as if the desk had made it.
 */
export async function prepareGround(
  url: string,
  keys: Keyring,
  tokens: number,
  folder: string,
): Promise<Ground> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET synchronous_commit = off");
    const homes = await makeAccounts(client);
    const gatewaySecret = await makeGateway(client, keys, homes[0]!);
    const indexes = await client.query<{ name: string; definition: string }>(`
      SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
      WHERE t.relname IN ('Token', 'TokenActivity') AND NOT i.indisunique`);
    for (const { name } of indexes.rows) await client.query(`DROP INDEX "${name}"`);
    const files = { validFile: `${folder}/valid.txt`, mixedFile: `${folder}/mixed.txt` };
    const valid = createWriteStream(files.validFile);
    const mixed = createWriteStream(files.mixedFile);
    for (let done = 0; done < tokens; done += rowsPerStatement) {
      const count = Math.min(rowsPerStatement, tokens - done);
      const made = await insertTokens(client, keys, homes, count);
      for (const [i, text] of made.entries()) {
        // One in ten is disabled: it is no part of the valid ones.
        if (i % 10 !== 0) valid.write(`${text}\n`);
        mixed.write(`${mixedString(text, i)}\n`);
      }
    }
    await Promise.all([valid, mixed].map((file) => new Promise((resolve) => file.end(resolve))));
    for (const { definition } of indexes.rows) await client.query(definition);
    await client.query("VACUUM (ANALYZE)");
    return { gatewaySecret, ...files };
  } finally {
    await client.end();
  }
}

// Of ten: one disabled (the first, as made), one unknown, one malformed, seven valid.
function mixedString(text: string, i: number): string {
  if (i % 10 === 1) return makeTokenString("impersonation", text.slice(3, 11), randomBytes).text;
  if (i % 10 === 2) return `${text.slice(0, -1)}${text.endsWith("0") ? "1" : "0"}`;
  return text;
}

type Home = { readonly accountId: string; readonly locator: string; readonly userId: string };

async function makeAccounts(client: pg.Client): Promise<Home[]> {
  const homes: Home[] = [];
  for (let i = 0; i < accounts; i++) {
    const home = {
      accountId: randomUUID(),
      locator: randomBase62(8, randomBytes),
      userId: randomUUID(),
    };
    await client.query(
      `INSERT INTO "Account" ("id", "locator", "name", "plan", "requestsPerMinute", "requestsPerIp", "licensedAssets", "createdAt")
       VALUES ($1, $2, $3, 'platform', $4, $4, $4, now())`,
      [home.accountId, home.locator, `Account ${i}`, plenty],
    );
    await client.query(
      `INSERT INTO "User" ("id", "kind", "name", "createdAt") VALUES ($1, 'template', 'svc-reporting', now())`,
      [home.userId],
    );
    await client.query(
      `INSERT INTO "Membership" ("userId", "accountId", "role", "permissions", "createdAt")
       VALUES ($1, $2, 'member', '{reports:read,reports:write}', now())`,
      [home.userId, home.accountId],
    );
    homes.push(home);
  }
  return homes;
}

async function makeGateway(client: pg.Client, keys: Keyring, home: Home): Promise<string> {
  const secret = makeTokenString("gateway", home.locator, randomBytes);
  const tokenId = randomUUID();
  await client.query(
    `INSERT INTO "Token" ("id", "accountId", "type", "name", "createdByName", "createdAt", "updatedAt", "prefix", "last4")
     VALUES ($1, $2, 'gateway', 'Bench', 'bench', now(), now(), $3, $4)`,
    [tokenId, home.accountId, secret.prefix, secret.last4],
  );
  await client.query(
    `INSERT INTO "TokenSecret" ("id", "tokenId", "digest", "pepperId", "prefix", "last4", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6, now())`,
    [randomUUID(), tokenId, keys.digest(secret.text), keys.pepperId, secret.prefix, secret.last4],
  );
  await client.query(`INSERT INTO "TokenActivity" ("tokenId", "accountId") VALUES ($1, $2)`, [
    tokenId,
    home.accountId,
  ]);
  await client.query(
    `INSERT INTO "Gateway" ("id", "accountId", "forDeployment", "name", "tokenId", "createdAt", "createdByName")
     VALUES ($1, $2, true, 'Bench', $3, now(), 'bench')`,
    [randomUUID(), home.accountId, tokenId],
  );
  return secret.text;
}

async function insertTokens(client: pg.Client, keys: Keyring, homes: readonly Home[], count: number) {
  const rows = Array.from({ length: count }, (_, i) => {
    const home = homes[i % homes.length]!;
    const token = makeTokenString("impersonation", home.locator, randomBytes);
    return { home, token, disabled: i % 10 === 0 };
  });
  await client.query(
    `WITH made AS (
       SELECT uuidv7() AS id, gen_random_uuid() AS secret, r.* FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::bool[])
         AS r(account, acts_as, digest, last4, disabled)
     ), tokens AS (
       INSERT INTO "Token" ("id", "accountId", "type", "name", "actsAsUserId", "createdByName", "createdAt", "updatedAt", "disabledAt", "prefix", "last4")
       SELECT id, account, 'impersonation', 'Nightly sync', acts_as, 'bench', now(), now(), CASE WHEN disabled THEN now() END, 'IK', last4 FROM made
     ), secrets AS (
       INSERT INTO "TokenSecret" ("id", "tokenId", "digest", "pepperId", "prefix", "last4", "createdAt")
       SELECT secret, id, digest, $6, 'IK', last4, now() FROM made
     )
     INSERT INTO "TokenActivity" ("tokenId", "accountId") SELECT id, account FROM made`,
    [
      rows.map((row) => row.home.accountId),
      rows.map((row) => row.home.userId),
      rows.map((row) => keys.digest(row.token.text)),
      rows.map((row) => row.token.last4),
      rows.map((row) => row.disabled),
      keys.pepperId,
    ],
  );
  // Neighbours in the file are no neighbours in the index: digests are as good as random.
  return rows.map((row) => row.token.text);
}
