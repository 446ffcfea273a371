import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type OldTree = {
  readonly folder: string;
  /** Lets the old code make an account with a gateway and tokens in a database of its own schema. */
  furnish(databaseUrl: string): Ground;
  remove(): void;
};

export type Ground = {
  readonly accountId: string;
  readonly gateway: string;
  readonly secrets: readonly string[];
  /** An account token: with it programs change things. */
  readonly account: string;
};

/** A version of Keydesk from the repository's history, bundled with its own build in a folder of its own. */
export function buildOldTree(commit: string): OldTree {
  const folder = mkdtempSync(path.join(tmpdir(), `keydesk-${commit}-`));
  const archive = spawnSync("git", ["archive", "--format=tar", commit], { cwd: root, maxBuffer: 1 << 28 });
  if (archive.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`This test runs the version ${commit}, which is not in this copy: git fetch --unshallow`);
  }
  execFileSync("tar", ["-x", "-C", folder], { input: archive.stdout });
  // Packages only come; an old version works with those of today.
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  mkdirSync(path.join(folder, "dist"));
  run(folder, buildScript);
  return {
    folder,
    furnish: (databaseUrl) => JSON.parse(run(folder, furnishScript, { DATABASE_URL: databaseUrl })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(folder: string, script: string, env: Record<string, string> = {}): string {
  const file = path.join(folder, "run.mts");
  writeFileSync(file, script);
  const ran = spawnSync(process.execPath, ["--import", "tsx", file], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH, NODE_ENV: "test", LOG_LEVEL: "silent", ...env },
  });
  if (ran.status !== 0) throw new Error(`${folder}: ${ran.stderr}`);
  return ran.stdout;
}

const buildScript = `
import { bundlePrograms } from "./scripts/bootstrap/bundles.mjs";
import { generatePrismaClient } from "./scripts/bootstrap/prisma-client.mjs";
const progress = { step: (_title, work) => work(), note: () => undefined };
await generatePrismaClient(process.cwd(), progress);
await bundlePrograms(process.cwd(), progress);
`;

const furnishScript = `
import { applyMigrations } from "@/prisma/migrate";
import { createDatabase } from "@/prisma/client-factory";
import { createGateway } from "@/services/gateways/create";
import { createTestClock } from "@/services/testing/context";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createWorld } from "@/services/testing/world";
const url = process.env.DATABASE_URL;
await applyMigrations(url);
const db = createDatabase(url, 4);
const { acme, cli } = await createWorld(db, createTestClock(new Date()));
const secrets = [];
for (let i = 0; i < 30; i++) secrets.push((await makeToken(acme, { name: "Busy " + i })).secret);
const account = await makeToken(acme, { type: "account", name: "Program" });
const gateway = unwrap(await createGateway(cli, { name: "Edge" }, { accountId: acme.accountId }));
await db.$disconnect();
process.stdout.write(JSON.stringify({ accountId: acme.accountId, gateway: gateway.secret, secrets, account: account.secret }));
`;
