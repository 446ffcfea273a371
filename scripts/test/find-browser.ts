import { spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";

// The same browser without windows: it draws a page for half of the work.
const shell = "chromium-headless-shell";
const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const macPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A Chromium that is on this machine: CHROMIUM_PATH, one without windows, Playwright's own, or one on the PATH. Null when there is none. */
export function findBrowser(): string | null {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (isExecutable(given)) return given;
    throw new StartError(`CHROMIUM_PATH=${given} is no program.`, "Correct it, or leave it out.");
  }
  const places = [...onPath(shell), chromium.executablePath(), ...names.flatMap(onPath), ...macPlaces];
  return places.find((file) => file !== "" && isExecutable(file)) ?? null;
}

/**
 * As findBrowser; gets one where there is none, and on Debian as root the one without windows where there is only another:
 * Debian's package, else Playwright's download.
 */
export async function requireBrowser(say: (line: string) => void): Promise<string> {
  const isComplete = () => !!process.env.CHROMIUM_PATH || onPath(shell).some(isExecutable);
  if (!isComplete() && process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say("Installing Debian's headless Chromium …");
    await installPackage(shell);
    if (!findBrowser()) await installPackage("chromium");
  }
  if (!findBrowser()) {
    say("Downloading Playwright's Chromium …");
    await run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]);
  }
  const got = findBrowser();
  if (got) return got;
  throw new StartError(
    "There is no Chromium for the browser tests, and none could be installed.",
    "Install Chromium or Chrome (Debian: apt-get install chromium-headless-shell), or name one with CHROMIUM_PATH.",
  );
}

/** Installs a Debian package; asks for the lists of packages only where they do not have it. */
async function installPackage(name: string): Promise<void> {
  const install = () => run("apt-get", ["install", "-y", "-q", "--no-install-recommends", name]);
  if ((await install()) === 0) return;
  await run("apt-get", ["update", "-q"]);
  await install();
}

function run(program: string, args: string[]): Promise<number | null> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "ignore", env });
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
}

const onPath = (name: string) =>
  (process.env.PATH ?? "").split(path.delimiter).map((folder) => path.join(folder, name));

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
