import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createDatabase, type Database } from "@/prisma/client-factory";
import type { Progress } from "@/scripts/bootstrap/progress.mjs";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import { openKeyring } from "@/scripts/start/master-key";
import type { Mode, Part } from "@/scripts/start/settings";
import { type Config, ConfigError } from "@/services/config";
import type { Keyring } from "@/services/keys/keyring";
import {
  ensureFirstAdministrator,
  type FirstAdministrator,
} from "@/services/setup/ensure-first-administrator";

/** What scripts/demo.ts offers. */
type DemoProgram = {
  /** Fills an empty database. */
  seedDemo(context: { db: Database; keys: Keyring; config: Config; now: () => Date }): Promise<unknown>;
  /** People of the demo that one can sign in as; their password rests on this deployment's key. */
  demoSignIns(keys: Keyring): { email: string; password: string; who: string }[];
};

export type PreparedData = {
  administrator: FirstAdministrator;
  signIns: ReturnType<DemoProgram["demoSignIns"]>;
};

/** Fills a demo's empty database, and makes sure that somebody can sign in. */
export async function prepareData(
  root: string,
  { mode, only }: { mode: Mode; only: Part },
  config: Config,
  progress: Progress,
): Promise<PreparedData> {
  const db = createDatabase(config.databaseUrl, 4);
  const now = () => new Date();
  try {
    const isEmpty = (await db.account.count()) === 0;
    const keys = await openKeyring(config, db);
    const demo = mode === "demo" ? await loadDemo(root) : null;
    if (demo && isEmpty) {
      await progress.step("Making the demo's accounts, usage and audit trail", () =>
        demo.seedDemo({ db, keys, config, now }),
      );
    }
    // The link leads to a desk, and a new one ends the one before.
    const administrator =
      only === "api" ? ({ kind: "exists" } as const) : await ensureAdministrator({ db, keys, config, now });
    return { administrator, signIns: demo?.demoSignIns(keys) ?? [] };
  } finally {
    await db.$disconnect();
  }
}

async function ensureAdministrator(
  context: Parameters<typeof ensureFirstAdministrator>[0],
): Promise<FirstAdministrator> {
  try {
    return await ensureFirstAdministrator(context);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new StartError(
      error.message,
      "Correct it in the environment or in the file .env, and start again.",
      error,
    );
  }
}

async function loadDemo(root: string): Promise<DemoProgram> {
  const file = path.join(root, "dist/demo.mjs");
  if (!existsSync(file)) {
    throw new StartError("dist/demo.mjs is missing.", "Remove the folder dist, and start again.");
  }
  return (await import(pathToFileURL(file).href)) as DemoProgram;
}
