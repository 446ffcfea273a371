import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createDatabase } from "@/prisma/client-factory";
import type { Progress } from "@/scripts/bootstrap/progress.mjs";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import type { Mode } from "@/scripts/start/settings";
import type { Config } from "@/services/config";
import { ensureFirstAdministrator } from "@/services/setup/ensure-first-administrator";

export type FirstAdministrator = Awaited<ReturnType<typeof ensureFirstAdministrator>>;

/** What scripts/demo.ts offers. */
type DemoProgram = {
  /** Fills an empty database. */
  seedDemo(context: {
    db: ReturnType<typeof createDatabase>;
    config: Config;
    now: () => Date;
  }): Promise<void>;
  /** People of the demo that one can sign in as. */
  demoSignIns: { email: string; password: string; who: string }[];
};

export type PreparedData = { administrator: FirstAdministrator; signIns: DemoProgram["demoSignIns"] };

/** Fills a demo's empty database, and makes sure that somebody can sign in. */
export async function prepareData(
  root: string,
  mode: Mode,
  config: Config,
  progress: Progress,
): Promise<PreparedData> {
  const db = createDatabase(config.databaseUrl, 4);
  const now = () => new Date();
  try {
    const demo = mode === "demo" ? await loadDemo(root) : null;
    if (demo && (await db.account.count()) === 0) {
      await progress.step("Making the demo's accounts, usage and audit trail", () =>
        demo.seedDemo({ db, config, now }),
      );
    }
    const administrator = await ensureFirstAdministrator({ db, config, now });
    return { administrator, signIns: demo?.demoSignIns ?? [] };
  } finally {
    await db.$disconnect();
  }
}

async function loadDemo(root: string): Promise<DemoProgram> {
  const file = path.join(root, "dist/demo.mjs");
  if (!existsSync(file)) {
    throw new StartError("dist/demo.mjs is missing.", "Remove the folder dist, and start again.");
  }
  return (await import(pathToFileURL(file).href)) as DemoProgram;
}
