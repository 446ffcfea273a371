import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { systemCode } from "@/scripts/bootstrap/start-error.mjs";

/** What the command line needs to know of a running Keydesk. Holds the database's password: 0600. */
export type Runtime = {
  pid: number;
  deskUrl: string;
  apiUrl: string;
  databaseUrl: string;
  startedAt: string;
};

const fileOf = (dataDirectory: string) => path.join(dataDirectory, "runtime.json");

/** Tells other programs of this machine's user where this Keydesk is. */
export function writeRuntime(dataDirectory: string, runtime: Runtime): void {
  const aside = `${fileOf(dataDirectory)}.new`;
  rmSync(aside, { force: true });
  writeFileSync(aside, `${JSON.stringify(runtime, null, 2)}\n`, { mode: 0o600 });
  renameSync(aside, fileOf(dataDirectory));
}

/** What the Keydesk that last started there has written; null when it was stopped in order. */
export function readRuntime(dataDirectory: string): Runtime | null {
  try {
    return JSON.parse(readFileSync(fileOf(dataDirectory), "utf8")) as Runtime;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
}

export function removeRuntime(dataDirectory: string): void {
  rmSync(fileOf(dataDirectory), { force: true });
}
