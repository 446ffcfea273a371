import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";
import { bundleOptions } from "@/scripts/bootstrap/bundles.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** The API in one file, for tests that start it as a process of its own. */
    apiProgram: string;
  }
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Bundles the API once for the run, as `npm start` does: from its sources each start of it takes five times the work. */
export default async function setup(project: TestProject): Promise<() => void> {
  // Where dist/ would be, one folder below the root: from there a bundle finds its packages and the migrations.
  const outdir = path.join(root, "test-results");
  const name = `api-${randomBytes(6).toString("hex")}`;
  await build({ ...bundleOptions(root, { [name]: "api/server.ts" }), outdir });
  const file = path.join(outdir, `${name}.mjs`);
  project.provide("apiProgram", file);
  return () => {
    for (const made of [file, `${file}.map`]) rmSync(made, { force: true });
  };
}
