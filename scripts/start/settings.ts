import { existsSync } from "node:fs";
import path from "node:path";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import { type Config, ConfigError, parseConfig } from "@/services/config";

export type Mode = "start" | "dev" | "demo";

/** What runs on this node; null: all of it. */
export type Part = "desk" | "api" | null;

/** What the embedded database's address stands in for until it is known. */
const addressToCome = "postgresql://127.0.0.1/keydesk";

export type Settings = { config: Config; givenDatabaseUrl: string | null };

/** Reads the environment once, as every process of Keydesk will; names every bad variable. */
export function readSettings(root: string, mode: Mode, only: Part = null): Settings {
  const fallback = mode === "demo" ? "data/demo" : "data";
  process.env.KEYDESK_DATA_DIR = path.resolve(root, process.env.KEYDESK_DATA_DIR || fallback);
  const given = process.env.DATABASE_URL || null;
  const config = parseEnvironment(given ?? addressToCome);
  if (only !== null) {
    requireSharedThings(config, only, given);
    return { config, givenDatabaseUrl: given };
  }
  if (config.port === config.apiPort) {
    throw new StartError(
      `PORT and API_PORT are both ${config.port}, and each needs one of its own.`,
      `Choose another one: API_PORT=${config.port + 1} npm start`,
    );
  }
  return { config, givenDatabaseUrl: given };
}

/** What a node has in common with the others must be given to it: by itself it would make another one of each. */
function requireSharedThings(config: Config, only: "desk" | "api", databaseUrl: string | null): void {
  if (databaseUrl === null) {
    throw new StartError(
      `--only ${only} runs one part of a Keydesk, and there is no DATABASE_URL that the other part could use too.`,
      "Set DATABASE_URL to a PostgreSQL that all nodes reach, or start all of Keydesk here: npm start",
    );
  }
  if (config.masterKey === null && !existsSync(path.join(config.dataDir, "master.key"))) {
    throw new StartError(
      "This node has no master key, and one of its own would verify no other node's tokens.",
      "Set KEYDESK_MASTER_KEY to the same value on every node (the first: openssl rand -base64 32).",
    );
  }
}

/** The configuration that a process gets once the database is known. */
export function parseEnvironment(databaseUrl: string): Config {
  try {
    return parseConfig({ ...process.env, DATABASE_URL: databaseUrl });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new StartError(
      error.message,
      "Correct it in the environment or in the file .env, and start again.",
      error,
    );
  }
}
