import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/services/testing/free-port";

/** A gateway that was started from a bundle as its README says. */
export type GatewayProcess = {
  readonly url: string;
  /** The unpacked bundle. */
  readonly folder: string;
  /** All that it has said so far. */
  output(): string;
  stop(): Promise<void>;
};

const patienceMs = 60_000;

/**
 * Unpacks a bundle and starts it: the commands are those of its README, run by a shell as they stand there, but for the API's
 * address and the port. `change` may write into the unpacked folder first.
 */
export async function startGateway(
  archive: { readonly fileName: string; readonly bytes: Uint8Array },
  upstreamPort: number,
  options: { env?: Record<string, string>; change?: (folder: string) => void } = {},
): Promise<GatewayProcess> {
  const home = mkdtempSync(path.join(tmpdir(), "keydesk-gateway-"));
  // Started by root, nginx works as another user.
  chmodSync(home, 0o711);
  writeFileSync(path.join(home, archive.fileName), archive.bytes);
  execFileSync("tar", ["xzf", archive.fileName], { cwd: home });
  const name = readdirSync(home).find((entry) => entry !== archive.fileName) ?? "";
  const folder = path.join(home, name);
  const [unpack = "", start = ""] = readCommands(folder);
  rmSync(folder, { recursive: true });
  execFileSync("sh", ["-c", unpack], { cwd: home });
  options.change?.(folder);

  const port = await freePort();
  const command = start
    .replace("UPSTREAM=127.0.0.1:8080", `UPSTREAM=127.0.0.1:${upstreamPort}`)
    .replace("PORT=8000", `PORT=${port}`);
  let output = "";
  const child = spawn("sh", ["-c", command], {
    cwd: home,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: home, ...options.env },
  });
  const listen = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const stop = async () => {
    await endGroup(child);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await waitForPort(port, child, () => output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, folder, output: () => output, stop };
}

/** The three commands of a bundle's README. */
export function readCommands(folder: string): string[] {
  const readme = readFileSync(path.join(folder, "README.md"), "utf8");
  return /```sh\n([\s\S]*?)```/.exec(readme)?.[1]?.trim().split("\n") ?? [];
}

async function waitForPort(port: number, child: ChildProcess, output: () => string): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > end) throw new Error(`the gateway does not listen:\n${output()}`);
    await sleep(30);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGTERM");
  await ended;
}
