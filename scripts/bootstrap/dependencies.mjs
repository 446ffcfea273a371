import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runTool, ToolFailed } from "./run-tool.mjs";
import { StartError } from "./start-error.mjs";

/**
 * True when node_modules holds what package-lock.json asks for. npm writes its own record of that as the last act of
 * an installation, so an interrupted one is seen too.
 * @param {string} root
 * @param {{ development: boolean }} needs
 */
export function areDependenciesInstalled(root, needs) {
  const record = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const installed = readPackages(record);
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === "" || entry.optional || entry.devOptional || entry.peer) continue;
    if (entry.dev && !needs.development) continue;
    if (installed[place]?.version !== entry.version) return false;
  }
  return true;
}

/**
 * Installs exactly what package-lock.json names.
 * @param {string} root
 * @param {{ development: boolean }} needs
 */
export async function installDependencies(root, needs) {
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const args = [...first, "ci", "--no-fund", "--no-audit", "--no-progress"];
  if (needs.development) args.push("--include=dev");
  try {
    await runTool(command, args, { cwd: root });
  } catch (error) {
    throw explain(error);
  }
}

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockEntry */

/** @param {string} file @returns {Record<string, LockEntry>} */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof ToolFailed)) {
    return new StartError(
      "npm could not be started, and Keydesk's packages are not installed.",
      "Install npm (it comes with Node), or run npm ci yourself.",
      error,
    );
  }
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|network/.test(error.output)) {
    return new StartError(
      "npm could not reach its registry to install Keydesk's packages.",
      "Check the network or npm's registry and proxy settings, and start again.",
    );
  }
  if (/ENOSPC/.test(error.output)) {
    return new StartError(
      "The disk is full: Keydesk's packages need about 1 GB.",
      "Free some space, and start again.",
    );
  }
  if (/EACCES|EROFS|EPERM/.test(error.output)) {
    return new StartError(
      "npm may not write to the project's folder.",
      "Give the user that starts Keydesk write access to it, or run npm ci as its owner.",
    );
  }
  return new StartError(
    `npm ci failed:\n${error.output.trim().split("\n").slice(-15).join("\n")}`,
    "Mend that (npm ci shows it in full), and start again.",
  );
}
