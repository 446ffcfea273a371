import path from "node:path";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import { type Config, ConfigError, parseConfig } from "@/services/config";

export type Mode = "start" | "dev" | "demo";

/** What the embedded database's address stands in for until it is known. */
const addressToCome = "postgresql://127.0.0.1/keydesk";

export type Settings = { config: Config; givenDatabaseUrl: string | null };

/** Reads the environment once, as every process of Keydesk will; names every bad variable. */
export function readSettings(root: string, mode: Mode): Settings {
  const fallback = mode === "demo" ? "data/demo" : "data";
  process.env.KEYDESK_DATA_DIR = path.resolve(root, process.env.KEYDESK_DATA_DIR || fallback);
  const given = process.env.DATABASE_URL || null;
  const config = parseEnvironment(given ?? addressToCome);
  if (config.port === config.apiPort) {
    throw new StartError(
      `PORT and API_PORT are both ${config.port}, and each needs one of its own.`,
      `Choose another one: API_PORT=${config.port + 1} npm start`,
    );
  }
  return { config, givenDatabaseUrl: given };
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
