import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { hashContents, isStamped, unlessStamped } from "@/scripts/bootstrap/content-hash.mjs";
import { oneAtATime } from "@/scripts/bootstrap/one-at-a-time.mjs";
import type { Progress } from "@/scripts/bootstrap/progress.mjs";
import { runTool, ToolFailed } from "@/scripts/bootstrap/run-tool.mjs";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";

const inputs = [
  "app",
  "components",
  "services",
  "domain",
  "prisma",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** Builds the desk when anything it is made of changed since the last build. */
export async function buildDesk(root: string, progress: Progress): Promise<void> {
  const stamp = path.join(root, ".next/keydesk-inputs");
  const isInput = (file: string) => !/\.test\.tsx?$/.test(file) && !file.startsWith("prisma/migrations/");
  const hash = hashContents(root, inputs, isInput, [process.versions.node]);
  const isBuilt = () => existsSync(path.join(root, ".next/BUILD_ID")) && isStamped(stamp, hash);
  await oneAtATime(root, progress, isBuilt, async () => {
    rmSync(stamp, { force: true });
    const source = hashContents(root, inputs, isInput);
    await unlessStamped(stamp, hash, () => progress.step("Building the desk", () => runBuild(root, source)));
  });
}

async function runBuild(root: string, source: string): Promise<void> {
  try {
    await runTool(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], {
      cwd: root,
      // No build may depend on where it will run.
      env: {
        ...process.env,
        NODE_ENV: "production",
        DATABASE_URL: "postgresql://127.0.0.1/building",
        // Desks that were built on different machines from the same source must know each other's pages and actions. The key would
        // guard what actions enclose, and none encloses anything; their names are made with it.
        KEYDESK_BUILD_ID: source.slice(0, 20),
        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.from(source, "hex").toString("base64"),
      },
    });
  } catch (error) {
    if (!(error instanceof ToolFailed)) throw error;
    if (/ENOSPC/.test(error.output)) {
      throw new StartError(
        "The disk filled up while the desk was built.",
        "Free some space, and start again.",
      );
    }
    const tail = error.output.trim().split("\n").slice(-25).join("\n");
    throw new StartError(`The desk could not be built:\n${tail}`, "Mend that, and start again.");
  }
}
