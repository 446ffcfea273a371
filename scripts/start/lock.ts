import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { systemCode } from "@/scripts/bootstrap/start-error.mjs";
import { startMarkOf } from "@/scripts/start/process-identity";

export type LockHolder = { pid: number; mark: string; program: "start" | "cli" };
export type Lock = { kind: "taken"; release(): void } | { kind: "held"; holder: LockHolder };

/** Takes a lock that ends with its process: one left by a killed process counts as free. */
export function takeLock(file: string, program: LockHolder["program"]): Lock {
  const own: LockHolder = { pid: process.pid, mark: startMarkOf(process.pid) ?? "", program };
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  writeFileSync(aside, JSON.stringify(own), { mode: 0o600 });
  try {
    for (;;) {
      if (tryToLink(aside, file)) return { kind: "taken", release: () => release(file, own) };
      const holder = readHolder(file);
      if (holder && startMarkOf(holder.pid) === holder.mark) return { kind: "held", holder };
      removeStale(file, holder);
    }
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Who holds a lock now; null when it is free or its holder is gone. */
export function findLockHolder(file: string): LockHolder | null {
  const holder = readHolder(file);
  return holder && startMarkOf(holder.pid) === holder.mark ? holder : null;
}

function release(file: string, own: LockHolder): void {
  const holder = readHolder(file);
  if (holder?.pid === own.pid && holder.mark === own.mark) rmSync(file, { force: true });
}

function tryToLink(aside: string, file: string): boolean {
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}

function readHolder(file: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as LockHolder;
  } catch (error) {
    if (systemCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Moves the stale file away first: of two that clear it at once, only one may win, and none may remove a fresh lock. */
function removeStale(file: string, stale: LockHolder | null): void {
  const away = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, away);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(away);
  if (moved && moved.mark !== stale?.mark) tryToLink(away, file);
  rmSync(away, { force: true });
}
