import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { startMarkOf } from "./process-identity.mjs";
import { systemCode } from "./start-error.mjs";

/** @typedef {{ pid: number, mark: string, program: "start" | "cli" }} LockHolder */
/** @typedef {{ kind: "taken", release(): void }} TakenLock */
/** @typedef {TakenLock | { kind: "held", holder: LockHolder }} Lock */

/**
 * Takes a lock that ends with its process: one left by a killed process counts as free.
 * @param {string} file
 * @param {LockHolder["program"]} program
 * @returns {Lock}
 */
export function takeLock(file, program) {
  /** @type {LockHolder} */
  const own = { pid: process.pid, mark: startMarkOf(process.pid) ?? "", program };
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

/**
 * Who holds a lock now; null when it is free or its holder is gone.
 * @param {string} file
 */
export function findLockHolder(file) {
  const holder = readHolder(file);
  return holder && startMarkOf(holder.pid) === holder.mark ? holder : null;
}

/** @param {string} file @param {LockHolder} own */
function release(file, own) {
  const holder = readHolder(file);
  if (holder?.pid === own.pid && holder.mark === own.mark) rmSync(file, { force: true });
}

/** @param {string} aside @param {string} file */
function tryToLink(aside, file) {
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file @returns {LockHolder | null} */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (systemCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Moves the stale file away first: of two that clear it at once, only one may win, and none may remove a fresh lock.
 * @param {string} file @param {LockHolder | null} stale
 */
function removeStale(file, stale) {
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
