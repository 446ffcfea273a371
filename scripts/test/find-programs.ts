import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";

/** Programs that tests and measurements run as people do, and the Debian packages that hold them. */
const packages = {
  curl: ["curl"],
  python3: ["python3"],
  openssl: ["openssl"],
  nginx: ["nginx"],
  caddy: ["caddy"],
  "redis-server": ["redis-server"],
  prometheus: ["prometheus"],
  pgbouncer: ["pgbouncer"],
  wrk: ["wrk"],
  gcc: ["gcc", "libc6-dev"],
} as const;
type ProgramName = keyof typeof packages;

const forMeasuring: readonly ProgramName[] = ["wrk", "gcc"];
const usedByTests = (Object.keys(packages) as ProgramName[]).filter((name) => !forMeasuring.includes(name));

// Debian keeps servers where only root looks.
const folders = () => [...(process.env.PATH ?? "").split(path.delimiter), "/usr/local/sbin", "/usr/sbin"];

const isMissing = (name: ProgramName) => findProgram(name) === null;

/** Where a program is, or null. */
export function findProgram(name: ProgramName): string | null {
  const places = folders().filter(Boolean);
  return places.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

/** Gets what tests, or others, run: Debian's packages as root; anybody else is told what to install. */
export function requirePrograms(
  say: (line: string) => void,
  names: readonly ProgramName[] = usedByTests,
): void {
  const missing = names.filter(isMissing);
  if (missing.length === 0) return;
  const wanted = missing.flatMap((name) => packages[name]);
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say(`Installing Debian's ${wanted.join(", ")} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-q"], { stdio: "ignore", env });
    spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...wanted], {
      stdio: "ignore",
      env,
    });
    // Debian starts what it installs; the tests start their own, on ports of their own.
    for (const name of missing) spawnSync("service", [name, "stop"], { stdio: "ignore" });
  }
  const left = names.filter(isMissing);
  if (left.length === 0) return;
  throw new StartError(
    `This runs ${left.join(", ")}, which this machine does not have.`,
    `Install them (Debian: apt-get install ${left.flatMap((name) => packages[name]).join(" ")}; macOS: brew install).`,
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
