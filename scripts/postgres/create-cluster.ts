import { spawn, spawnSync } from "node:child_process";
import { chownSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { folderError, StartError } from "@/scripts/bootstrap/start-error.mjs";
import type { Binaries } from "@/scripts/postgres/binaries";
import { type ClusterHome, linkHome, makeNursery } from "@/scripts/postgres/cluster-home";
import { spawnIdentity } from "@/scripts/postgres/operating-user";

export const superuser = "keydesk";

/** Makes a new, empty database folder: complete under its name, or not there at all. */
export async function createCluster(
  binaries: Binaries,
  home: ClusterHome,
  password: string,
  durable: boolean,
): Promise<void> {
  const nursery = makeNursery(home);
  // initdb insists on an empty folder, so the password waits beside it, readable by that user alone.
  const passwordFile = `${nursery}.password`;
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid);
    await runInitdb(binaries, home, nursery, passwordFile, durable);
    renameSync(nursery, home.directory);
    linkHome(home);
  } catch (error) {
    rmSync(nursery, { recursive: true, force: true });
    throw folderError(error, path.dirname(home.directory));
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function runInitdb(
  binaries: Binaries,
  home: ClusterHome,
  directory: string,
  passwordFile: string,
  durable: boolean,
): Promise<void> {
  // PostgreSQL's own C.UTF-8 sorts alike on every system and survives upgrades of the system's libraries.
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${directory}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      `--lc-ctype=${characterLocale()}`,
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(durable ? [] : ["--no-sync"]),
    ],
    {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: cleanEnvironment(),
      ...spawnIdentity(home.user),
    },
  );
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve();
      reject(initdbError(said, directory));
    });
  });
}

/** pg_trgm asks the system which characters are letters: without UTF-8 there, names in Cyrillic could not be searched by index. */
function characterLocale(): string {
  const offered = spawnSync("locale", ["-a"], { encoding: "utf8" }).stdout?.split("\n") ?? [];
  return offered.find((name) => /^C\.utf-?8$/i.test(name)) ?? "C";
}

function initdbError(said: string, directory: string): StartError {
  if (said.includes("No space left on device") || said.includes("Disk quota exceeded")) {
    return new StartError(
      `The disk that holds ${path.dirname(directory)} is full.`,
      "Free some space (a new database needs about 60 MB), or name another folder with KEYDESK_DATA_DIR.",
    );
  }
  const reason = said.split("\n").find((line) => /error|fatal/i.test(line)) ?? said.trim().slice(-300);
  return new StartError(
    `The database could not be made: ${reason.trim()}`,
    "Mend that, and start Keydesk again.",
  );
}

/** Settings of other PostgreSQL tools on this machine (PGPORT, PGDATA …) must not reach ours. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "NODE_ENV"].map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}
