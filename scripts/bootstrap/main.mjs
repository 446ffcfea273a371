import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundlePrograms } from "./bundles.mjs";
import { areDependenciesInstalled, installDependencies } from "./dependencies.mjs";
import { oneAtATime } from "./one-at-a-time.mjs";
import { generatePrismaClient } from "./prisma-client.mjs";
import { createProgress, silentProgress } from "./progress.mjs";
import { stopTools } from "./run-tool.mjs";
import { folderError, StartError } from "./start-error.mjs";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Makes ready what every program needs: packages, database client, bundles. Plain Node until the packages are there.
 * @param {{ development: boolean, quiet?: boolean }} options quiet: nothing on standard output, which is for the result
 */
export async function prepare({ development, quiet = false }) {
  requireUsableFolder(root);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  const toTerminal = createProgress(quiet ? process.stderr : process.stdout);
  await prepareDependencies(development, toTerminal);
  const progress = quiet ? silentProgress : toTerminal;
  try {
    await generatePrismaClient(root, progress);
    await bundlePrograms(root, progress);
  } catch (error) {
    throw folderError(error, root);
  }
  return progress;
}

/**
 * Refuses a project's folder whose name stops what Keydesk is built and run with: # the style sheets' build, * Node's resolution of packages,
 * and what a shell expands between double quotes PostgreSQL's initdb.
 * @param {string} folder
 */
export function requireUsableFolder(folder) {
  const found = [...new Set(folder.match(/["#$*`]/g) ?? [])];
  if (found.length === 0) return;
  throw new StartError(
    `Keydesk does not work in a folder whose path holds ${found.join(" ")}, as ${folder} does.`,
    "Move it, or rename that folder, and start again.",
  );
}

/** @param {boolean} development @param {import("./progress.mjs").Progress} progress */
export async function prepareDependencies(development, progress) {
  await oneAtATime(
    root,
    progress,
    () => areDependenciesInstalled(root, { development }),
    () => progress.step("Installing packages", () => installDependencies(root, { development })),
  );
}

/**
 * Which part of Keydesk `--only` names, for a node that runs no other; null for all of it.
 * @param {string[]} args @param {string} mode
 * @returns {"desk" | "api" | null}
 */
export function readPart(args, mode) {
  const at = args.findIndex((arg) => arg === "--only" || arg.startsWith("--only="));
  if (at < 0) return null;
  const arg = args[at] ?? "";
  const part = arg.includes("=") ? arg.slice("--only=".length) : args[at + 1];
  if (part !== "desk" && part !== "api") {
    throw new StartError(
      "--only names no part of Keydesk.",
      "Say npm start -- --only desk, or npm start -- --only api.",
    );
  }
  if (mode !== "start") {
    throw new StartError(`--only does not go with --${mode}.`, `Leave out --only, or --${mode}.`);
  }
  return part;
}

/** Reads .env in the project's folder; what the environment says already wins. */
export function loadEnvironmentFile() {
  try {
    process.loadEnvFile(path.join(root, ".env"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw new StartError(
      "The file .env cannot be read.",
      "Let the user that starts Keydesk read it, or remove it.",
      error,
    );
  }
}

/** @param {string} name a bundle in dist/ */
export function importProgram(name) {
  return import(pathToFileURL(path.join(root, "dist", `${name}.mjs`)).href);
}

/** What asks this program to end; the last one says that the program which waits for it is gone. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"];

/** For a program that ends itself in order from here on. */
export function letProgramEndItself() {
  for (const event of endings) process.removeAllListeners(event);
}

/**
 * Runs a program's main function; says in one sentence what went wrong and in one how to mend it.
 * @param {() => Promise<void>} work
 * @param {number} [failureCode] the exit code then
 */
export async function runMain(work, failureCode = 1) {
  const stop = () => {
    stopTools();
    process.exit(130);
  };
  for (const event of endings) process.once(event, stop);
  // Listening to it must not keep a program alive that has nothing more to do.
  process.channel?.unref();
  try {
    await work();
  } catch (error) {
    reportFailure(error);
    process.exitCode = failureCode;
  }
}

/** @param {unknown} error */
export function reportFailure(error) {
  // Not instanceof: the bundles carry a copy of the class.
  if (error instanceof Error && "mend" in error) {
    process.stderr.write(`\n${error.message}\n→ ${error.mend}\n`);
  } else {
    process.stderr.write(
      `\nKeydesk met a failure it did not expect.\n${error instanceof Error ? error.stack : error}\n`,
    );
  }
}
