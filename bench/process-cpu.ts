import { execFileSync } from "node:child_process";
import type pg from "pg";
import { familyOf, readQuietly } from "@/bench/process-family";

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** Seconds of CPU that a process and all that it started have used, those that ended included (Linux). */
export function cpuSeconds(pid: number): number {
  return familyOf(pid).reduce((sum, member) => sum + ticksOf(member, [13, 14, 15, 16]), 0) / ticksPerSecond;
}

/** Seconds of CPU of those that this process started and that have ended. */
export function cpuSecondsOfEnded(): number {
  return ticksOf(process.pid, [15, 16]) / ticksPerSecond;
}

/** The server's first process, from which all its others descend; null where it runs on another machine. */
export async function findPostmaster(client: Pick<pg.Client, "query">): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const backend = rows[0]!.pid;
  if (!readQuietly(`/proc/${backend}/cmdline`).startsWith("postgres")) return null;
  return fieldsOf(backend)[3] ?? null;
}

// man 5 proc_pid_stat: 13 utime, 14 stime, 15 cutime, 16 cstime, counted from 0.
function ticksOf(pid: number, fields: readonly number[]): number {
  const all = fieldsOf(pid);
  return fields.reduce((sum, field) => sum + (all[field] ?? 0), 0);
}

function fieldsOf(pid: number): number[] {
  const text = readQuietly(`/proc/${pid}/stat`);
  // The name, in brackets, may hold blanks.
  return text === "" ? [] : `0 0${text.slice(text.lastIndexOf(")") + 1)}`.split(" ").map(Number);
}
