import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const macPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A Chromium that is on this machine: CHROMIUM_PATH, Playwright's own, or one on the PATH. Null when there is none. */
export function findBrowser(): string | null {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (isExecutable(given)) return given;
    throw new StartError(`CHROMIUM_PATH=${given} is no program.`, "Correct it, or leave it out.");
  }
  const own = chromium.executablePath();
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [own, ...onPath, ...macPlaces].find((file) => file !== "" && isExecutable(file)) ?? null;
}

/** As findBrowser; where there is none, gets one: Debian's package as root, else Playwright's download. */
export function requireBrowser(say: (line: string) => void): string {
  const found = findBrowser();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say("Installing Debian's Chromium …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-q"], { stdio: "ignore", env });
    spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
      stdio: "ignore",
      env,
    });
  }
  if (!findBrowser()) {
    say("Downloading Playwright's Chromium …");
    spawnSync(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"], {
      stdio: "ignore",
    });
  }
  const got = findBrowser();
  if (got) return got;
  throw new StartError(
    "There is no Chromium for the browser tests, and none could be installed.",
    "Install Chromium or Chrome (Debian: apt-get install chromium), or name one with CHROMIUM_PATH.",
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
