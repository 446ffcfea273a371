import { readFileSync } from "node:fs";
import path from "node:path";
import { createDatabase, type Database } from "@/prisma/client-factory";
import { parseConfig } from "@/services/config";
import type { Context } from "@/services/kernel/context";
import { createKeyring, type Keyring, loadMasterKey } from "@/services/keys/keyring";
import { patience } from "@/services/testing/patience";

/** The Keydesk that the browser tests use: started by global-setup.ts, or one that runs already (KEYDESK_E2E_DATA_DIR). */
export type Product = {
  readonly deskUrl: string;
  readonly apiUrl: string;
  readonly dataDir: string;
  readonly db: Database;
  readonly keys: Keyring;
  /** For arranging what a test needs through the services, as the command line would. */
  readonly context: Context;
};

let opened: Product | undefined;

/** Opens the running product once per worker. Throws when the set-up has not started one. */
export function openProduct(): Product {
  if (opened) return opened;
  const dataDir = process.env.KEYDESK_E2E_DATA_DIR;
  if (!dataDir) throw new Error("KEYDESK_E2E_DATA_DIR is not set: the global set-up has started no Keydesk.");
  const runtime = JSON.parse(readFileSync(path.join(dataDir, "runtime.json"), "utf8")) as {
    deskUrl: string;
    apiUrl: string;
    databaseUrl: string;
  };
  const config = parseConfig({
    DATABASE_URL: runtime.databaseUrl,
    KEYDESK_DATA_DIR: dataDir,
    KEYDESK_URL: runtime.deskUrl,
    KEYDESK_API_URL: runtime.apiUrl,
  });
  const keys = createKeyring(loadMasterKey(config));
  const db = createDatabase(runtime.databaseUrl, 4, undefined, patience);
  opened = {
    deskUrl: runtime.deskUrl,
    apiUrl: runtime.apiUrl,
    dataDir,
    db,
    keys,
    context: {
      db,
      keys,
      config,
      claim: { kind: "cli" },
      origin: { ip: null, userAgent: "e2e", requestId: null },
      now: () => new Date(),
    },
  };
  return opened;
}
