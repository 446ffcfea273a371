import { existsSync } from "node:fs";
import path from "node:path";
import { hashContents, isStamped, unlessStamped } from "./content-hash.mjs";
import { oneAtATime } from "./one-at-a-time.mjs";
import { StartError } from "./start-error.mjs";
import { buildVerifyPage } from "./verify-page.mjs";

/** Programs of their own, each one file in dist/; packages stay in node_modules. */
const programs = {
  supervisor: "scripts/start/main.ts",
  api: "api/server.ts",
  cli: "scripts/cli.ts",
  demo: "scripts/demo.ts",
  edge: "app/edge/start.ts",
};

const inputs = [
  "api",
  "app/edge",
  "app/page-headers.ts",
  "components/forms/zod-without-eval.ts",
  "components/verify-page",
  "services",
  "domain",
  "prisma",
  "scripts",
  "package-lock.json",
  "tsconfig.json",
];

/**
 * Bundles the programs when anything they are made of changed.
 * @param {string} root
 * @param {import("./progress.mjs").Progress} progress
 */
export async function bundlePrograms(root, progress) {
  const hash = hashContents(root, inputs, (file) => !/\.test\.tsx?$/.test(file));
  const stamp = path.join(root, "dist/stamps/programs");
  await oneAtATime(
    root,
    progress,
    () => isStamped(stamp, hash),
    () =>
      unlessStamped(stamp, hash, () =>
        progress.step("Bundling the API, the command line and the supervisor", () => bundle(root)),
      ),
  );
}

/** @param {string} root */
async function bundle(root) {
  for (const entry of Object.values(programs)) {
    if (existsSync(path.join(root, entry))) continue;
    throw new StartError(
      `${entry} is missing: this copy of Keydesk is not whole.`,
      "Get it again (git checkout).",
    );
  }
  const { build, stop } = await import("esbuild");
  try {
    await build(bundleOptions(root, programs));
    await buildVerifyPage(root, build);
  } catch (error) {
    throw new StartError(
      `The programs could not be bundled: ${error instanceof Error ? error.message : error}`,
      "Mend that, and start again.",
      error,
    );
  } finally {
    // Its helper process would stay as long as this one.
    await stop();
  }
}

/**
 * @param {string} root
 * @param {Record<string, string>} entryPoints
 * @returns {import("esbuild").BuildOptions}
 */
export function bundleOptions(root, entryPoints) {
  return {
    absWorkingDir: root,
    entryPoints,
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: true,
    logLevel: "silent",
  };
}
