import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a process began, in a form that differs for every process that ever has the same number on this machine;
 * null when there is none now.
 * @param {number} pid
 * @returns {string | null}
 */
export function startMarkOf(pid) {
  if (process.platform !== "linux") return ask(pid, "lstart=");
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces; the start time is the 20th field after it. A zombie counts as ended.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return null;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19]}`;
  } catch {
    return null;
  }
}

/**
 * The command line of a process; empty when there is none now.
 * @param {number} pid
 * @returns {string}
 */
export function commandOf(pid) {
  if (process.platform !== "linux") return ask(pid, "command=") ?? "";
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** @param {number} pid @param {string} field */
function ask(pid, field) {
  const answer = spawnSync("ps", ["-ww", "-o", field, "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  return answer.status === 0 ? answer.stdout.trim() : null;
}
