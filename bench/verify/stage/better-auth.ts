import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { fillBare } from "@/bench/verify/stage/bare-tables";
import { type Program, startProgram } from "@/bench/verify/stage/program";
import type { BenchServer } from "@/bench/verify/stage/server";
import { hashContents, unlessStamped } from "@/scripts/bootstrap/content-hash.mjs";

/** Better Auth's own database, with as many keys as Keydesk has tokens. */
export type BetterAuth = {
  readonly home: string;
  readonly databaseUrl: string;
  readonly secret: string;
  readonly keyFile: string;
};

/** Installs Better Auth, makes its tables by its own migrations and fills them; all is kept for the next run. */
export async function openBetterAuth(
  root: string,
  folder: string,
  server: BenchServer,
  keys: number,
): Promise<BetterAuth> {
  const home = path.join(root, "bench/peers/better-auth");
  const stamp = path.join(home, "node_modules/.bench-stamp");
  await unlessStamped(stamp, hashContents(home, ["package-lock.json"]), async () => {
    console.log("Installing Better Auth …");
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: home,
      stdio: "pipe",
    });
  });
  const own = path.join(folder, `better-auth-${keys}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const madeFile = path.join(own, "made.json");
  const keyFile = path.join(own, "keys.txt");
  const databaseUrl = await server.database(`keydesk_bench_better_auth_${keys}`, existsSync(madeFile));
  if (!existsSync(madeFile) || (await isEmpty(databaseUrl))) {
    const secret = randomBytes(32).toString("base64");
    console.log(`Making ${keys.toLocaleString("en")} keys of Better Auth …`);
    execFileSync(process.execPath, [path.join(home, "migrate.mjs")], {
      cwd: home,
      stdio: ["ignore", "ignore", "pipe"],
      env: environment(databaseUrl, secret),
    });
    writeFileSync(keyFile, `${(await makeKeys(databaseUrl, keys)).join("\n")}\n`, { mode: 0o600 });
    writeFileSync(madeFile, JSON.stringify({ secret }), { mode: 0o600 });
  }
  const { secret } = JSON.parse(readFileSync(madeFile, "utf8")) as { secret: string };
  return { home, databaseUrl, secret, keyFile };
}

/** Better Auth's `verifyApiKey`, with its rate limit as it comes (ten calls a day for each key, which no run reaches), or without. */
export function startBetterAuth(
  folder: string,
  betterAuth: BetterAuth,
  rateLimit: "default" | "off",
): Promise<Program> {
  return startProgram((port) => ({
    name: rateLimit === "off" ? "Better Auth, no rate limit" : "Better Auth",
    command: process.execPath,
    args: [path.join(betterAuth.home, "server.mjs")],
    env: {
      ...environment(betterAuth.databaseUrl, betterAuth.secret),
      RATE_LIMIT: rateLimit,
      PORT: String(port),
    },
    logFile: path.join(folder, `better-auth-${rateLimit}.log`),
    readyPath: "/",
  }));
}

const environment = (databaseUrl: string, secret: string) => ({
  ...process.env,
  NODE_ENV: "production" as const,
  DATABASE_URL: databaseUrl,
  BETTER_AUTH_SECRET: secret,
});

async function isEmpty(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const found = await client.query("SELECT to_regclass('apikey') IS NULL AS empty");
  await client.end();
  return found.rows[0].empty;
}

// Each is a copy of the key that Better Auth made itself, with 64 letters of its own, kept as SHA-256 in base64url.
const copies = `
  SELECT n, translate(encode(sha256(convert_to($1::text || n, 'UTF8')), 'hex'), '0123456789', 'ghijklmnop') AS key
  FROM generate_series(1, $2::bigint) AS n OFFSET 0`;

const own: Readonly<Record<string, string>> = {
  id: "md5($1::text || n)",
  start: "left(copies.key, 6)",
  key: "translate(rtrim(encode(sha256(convert_to(copies.key, 'UTF8')), 'base64'), '='), '+/', '-_')",
};

async function makeKeys(url: string, keys: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const values = [randomBytes(32).toString("hex"), keys];
    await client.query("SET synchronous_commit = off");
    const { fields } = await client.query("SELECT * FROM apikey LIMIT 0");
    const columns = fields.map(({ name }) => `"${name}"`).join(", ");
    const chosen = fields.map(({ name }) => own[name] ?? `made."${name}"`).join(", ");
    await fillBare(client, ["apikey"], async () => {
      await client.query(
        `INSERT INTO apikey (${columns}) SELECT ${chosen} FROM apikey AS made, (${copies}) AS copies`,
        values,
      );
    });
    await client.query("VACUUM (ANALYZE)");
    await client.query("CHECKPOINT");
    return (await client.query<{ key: string }>(copies, values)).rows.map((row) => row.key);
  } finally {
    await client.end();
  }
}
