import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { type Home, readTokens, seedTokens } from "@/bench/verify/stage/seed-tokens";
import { type BenchServer, openKeydeskDatabase } from "@/bench/verify/stage/server";
import { randomBase62 } from "@/domain/tokens/alphabet";
import { makeTokenString } from "@/domain/tokens/token-string";
import { createKeyring, type Keyring } from "@/services/keys/keyring";

/** What a run of the bench asks with, and where. */
export type Ground = {
  readonly tokens: number;
  readonly databaseUrl: string;
  readonly masterKey: string;
  /** A gateway of the deployment. */
  readonly gatewaySecret: string;
  readonly files: TokenFiles;
};

/** One token string per line, all of one length. */
export type TokenFiles = {
  readonly valid: string;
  /** Of ten: one unknown, one malformed, one disabled, seven valid. */
  readonly mixed: string;
  readonly malformed: string;
};

const accounts = 20;
/** No limit is reached by a bench; each call is counted against them all the same. */
const plenty = 1_000_000_000;
/** Strings in a file: with more tokens than that, as many of them, spread over all. */
const stringsMost = 1_000_000;

/**
 * A database with `tokens` impersonation tokens of 20 accounts, and files of their strings. The key is the API's own, so every
 * string verifies as if the desk had made it. Made once, and kept.
 */
export async function openGround(server: BenchServer, folder: string, tokens: number): Promise<Ground> {
  const own = path.join(folder, `ground-${tokens}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const madeFile = path.join(own, "ground.json");
  const { url, isFilled } = await openKeydeskDatabase(server, `keydesk_bench_${tokens}`, madeFile);
  if (!isFilled) {
    const started = performance.now();
    console.log(`Making ${tokens.toLocaleString("en")} tokens …`);
    writeFileSync(madeFile, JSON.stringify(await prepareGround(url, tokens, own)), { mode: 0o600 });
    console.log(`  ${((performance.now() - started) / 1_000).toFixed(0)} s`);
  }
  await copyFacts(url);
  const made = JSON.parse(readFileSync(madeFile, "utf8")) as Omit<Ground, "databaseUrl">;
  return { ...made, databaseUrl: url };
}

/** What upkeep does in the background, at once: secrets that were filled in past the triggers get the copy that look-ups read. */
async function copyFacts(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query(
    `UPDATE "TokenSecret" s SET "tokenFacts" = "keydesk_token_facts"(t) FROM "Token" t
     WHERE t."id" = s."tokenId" AND s."tokenFacts" IS NULL AND s."destroyedAt" IS NULL`,
  );
  if ((rowCount ?? 0) > 0) await client.query('VACUUM FULL ANALYZE "TokenSecret"');
  await client.end();
}

/** Uses of an earlier run are forgotten, so that each run begins alike. */
export async function forgetUses({ databaseUrl }: Ground): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('TRUNCATE "UsageHour", "UsageJournal", "TokenCaller"');
  await client.query("VACUUM (ANALYZE)");
  await client.query("CHECKPOINT");
  await client.end();
}

/** What look-ups and the journal's mover read of each token. */
const readOften = [
  "TokenSecret",
  "TokenSecret_digest_idx",
  "Token_pkey",
  "TokenActivity",
  "TokenActivity_pkey",
  "TokenActivity_grid_used",
];

/** Reads that into memory, where a server that has been at work for a while has it (and after a restart, by autoprewarm). */
export async function warmUp({ databaseUrl }: Ground): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("CREATE EXTENSION IF NOT EXISTS pg_prewarm");
  for (const name of readOften) await client.query("SELECT pg_prewarm($1::regclass)", [`"${name}"`]);
  await client.end();
}

async function prepareGround(
  url: string,
  tokens: number,
  folder: string,
): Promise<Omit<Ground, "databaseUrl">> {
  const masterKey = randomBytes(32);
  const seed = randomBytes(32).toString("base64");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const homes = await makeAccounts(client);
    const gatewaySecret = await makeGateway(client, createKeyring(masterKey), homes[0]!);
    await seedTokens(url, masterKey, homes, tokens, seed);
    const made = await readTokens(client, homes, tokens, seed, stringsMost);
    const files = writeTokenFiles(folder, made);
    return { tokens, masterKey: masterKey.toString("base64"), gatewaySecret, files };
  } finally {
    await client.end();
  }
}

function writeTokenFiles(folder: string, made: readonly { text: string; disabled: boolean }[]): TokenFiles {
  const valid = made.filter((one) => !one.disabled).map((one) => one.text);
  const disabled = made.filter((one) => one.disabled).map((one) => one.text);
  const mixed = valid.map((text, i) => {
    if (i % 10 === 0) return disabled[i % disabled.length]!;
    if (i % 10 === 1) return makeTokenString("impersonation", text.slice(3, 11), randomBytes).text;
    return i % 10 === 2 ? misspell(text) : text;
  });
  const lists = { valid, mixed, malformed: valid.map(misspell) };
  const files = Object.entries(lists).map(([name, lines]) => {
    const file = path.join(folder, `${name}.txt`);
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    return [name, file] as const;
  });
  return Object.fromEntries(files) as TokenFiles;
}

// A wrong checksum.
function misspell(text: string): string {
  return `${text.slice(0, -1)}${text.endsWith("0") ? "1" : "0"}`;
}

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
