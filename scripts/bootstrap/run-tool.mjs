import { spawn } from "node:child_process";

export class ToolFailed extends Error {
  /** @param {string} command @param {string} output @param {number | NodeJS.Signals | null} code */
  constructor(command, output, code) {
    super(`${command} ended with ${code}`);
    this.output = output;
    this.code = code;
  }
}

/** Children of this module that still run: a stopped start must not leave a build behind. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Has a child end when this program is stopped.
 * @param {import("node:child_process").ChildProcess} child
 */
export function endWithThisProgram(child) {
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
}

/** Tools that lead a group, by its number. @type {Set<number>} */
const groups = new Set();

// A tool, and all that it has started, ends when this program is stopped or gone, also by kill -9: the next start would find it still at
// work. The shell that becomes the tool leaves a guard in its group first, whose descriptor 3 ends with this program. One that was started
// after the tool would be missing where this program ends between the two.
const guarded = '(cat <&3; kill -TERM "-$$") >/dev/null 2>&1 & exec "$@" 3<&-';

/** Ends every tool under way. */
export function stopTools() {
  for (const child of running) child.kill("SIGTERM");
  for (const group of groups) {
    try {
      process.kill(-group, "SIGTERM");
    } catch {
      // It has ended already.
    }
  }
}

/**
 * Runs a program in the project's folder and keeps its output for the case that it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} what it said
 */
export function runTool(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", guarded, "keydesk-tool", command, ...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // A group of its own, which holds all that it starts.
      detached: true,
    });
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    const life = /** @type {import("node:net").Socket} */ (child.stdio[3]);
    life.on("error", () => undefined);
    child.on("exit", () => life.destroy());
    let output = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (pid !== undefined) groups.delete(pid);
      if (code === 0) resolve(output);
      else reject(new ToolFailed(`${command} ${args[0] ?? ""}`, output, code ?? signal));
    });
  });
}
