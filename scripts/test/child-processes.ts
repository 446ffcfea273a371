import { readdirSync, readFileSync } from "node:fs";
import { commandOf } from "@/scripts/bootstrap/process-identity.mjs";

export type ProcessInfo = { pid: number; command: string };

/** The living children of a process (Linux). */
export function listChildren(parent: number): ProcessInfo[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
    .map((pid) => ({ pid, command: commandOf(pid) }));
}

/** True while a process of that number lives; a zombie does not. */
export function isAlive(pid: number): boolean {
  return parentOf(pid) !== null;
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? null : Number(parent);
  } catch {
    return null;
  }
}
