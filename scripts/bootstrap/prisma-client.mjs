import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { hashContents, isStamped, unlessStamped } from "./content-hash.mjs";
import { oneAtATime } from "./one-at-a-time.mjs";
import { runTool, ToolFailed } from "./run-tool.mjs";
import { StartError } from "./start-error.mjs";

/**
 * Generates prisma/client when the schema or Prisma's version changed.
 * @param {string} root
 * @param {import("./progress.mjs").Progress} progress
 */
export async function generatePrismaClient(root, progress) {
  const stamp = path.join(root, "dist/stamps/prisma-client");
  if (!existsSync(path.join(root, "prisma/client/client.ts"))) rmSync(stamp, { force: true });
  const hash = hashContents(root, ["prisma/schema.prisma", "package-lock.json"]);
  await oneAtATime(
    root,
    progress,
    () => isStamped(stamp, hash),
    () =>
      unlessStamped(stamp, hash, () => progress.step("Generating the database client", () => generate(root))),
  );
}

/** @param {string} root */
async function generate(root) {
  try {
    await runTool(process.execPath, [path.join(root, "node_modules/prisma/build/index.js"), "generate"], {
      cwd: root,
      // Prisma would download its schema engine, which generating does not use: any program in its place will do.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
    });
  } catch (error) {
    if (!(error instanceof ToolFailed)) throw error;
    throw new StartError(
      `prisma generate failed:\n${error.output.trim().split("\n").slice(-15).join("\n")}`,
      "Mend prisma/schema.prisma, and start again.",
    );
  }
}
