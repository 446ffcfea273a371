import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readRuntime } from "@/scripts/start/runtime-file";
import { freePort } from "@/services/testing/free-port";

const root = fileURLToPath(new URL("../..", import.meta.url));
const patienceMs = 240_000;

export type Product = {
  /** The supervisor. */
  pid: number;
  deskUrl: string;
  apiUrl: string;
  databaseUrl: string;
  dataDirectory: string;
  /** All that it has said so far, on both streams. */
  output(): string;
  /** The one-time link of the first administrator, where there is none yet. */
  setUpUrl(): string | null;
  /** Sends a signal and waits for the end; returns how it ended. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null; ms: number }>;
};

/** A start that did not succeed: what it said, and how it ended. */
export class StartFailed extends Error {
  constructor(
    readonly output: string,
    readonly code: number | null,
  ) {
    super(`Keydesk ended with ${code} while it started:\n${output}`);
  }
}

/** Starts the built product as `npm start` does, on free ports, and waits until it is ready. */
export async function startProduct(
  dataDirectory: string,
  env: Record<string, string | undefined> = {},
  args: string[] = [],
): Promise<Product> {
  const [port, apiPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ["scripts/start.mjs", ...args], {
    cwd: root,
    detached: true,
    // The channel tells it when this process is gone: a killed test run leaves nothing behind.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...inheritedEnvironment(),
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      API_PORT: String(apiPort),
      KEYDESK_DATA_DIR: dataDirectory,
      ...env,
    },
  });
  let output = "";
  // Beside the logs of a deployment at a terminal: tests search all of them for secrets.
  mkdirSync(path.join(dataDirectory, "logs"), { recursive: true });
  const outputFile = path.join(dataDirectory, "logs/output.log");
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const ready = new Promise<void>((resolve) => {
    const listen = (chunk: Buffer) => {
      output += chunk;
      appendFileSync(outputFile, chunk);
      if (output.includes("Keydesk is ready")) resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
  });
  const outcome = await Promise.race([ready, ended, timeout()]);
  if (outcome === "timeout") process.kill(-(child.pid as number), "SIGKILL");
  if (outcome !== undefined) throw new StartFailed(output, outcome === "timeout" ? null : outcome.code);
  const runtime = readRuntime(dataDirectory);
  if (!runtime) throw new Error("a ready Keydesk has written no runtime.json");
  return {
    pid: child.pid as number,
    deskUrl: runtime.deskUrl,
    apiUrl: runtime.apiUrl,
    databaseUrl: runtime.databaseUrl,
    dataDirectory,
    output: () => output,
    setUpUrl: () => /^ {2}Set up\s+(\S+)/m.exec(output)?.[1] ?? null,
    async stop(signal = "SIGTERM") {
      const started = Date.now();
      child.kill(signal);
      return { ...(await ended), ms: Date.now() - started };
    },
  };
}

function timeout(): Promise<"timeout"> {
  return new Promise((resolve) => setTimeout(() => resolve("timeout"), patienceMs).unref());
}

/** A developer's own settings must not reach the product under test. */
function inheritedEnvironment(): Record<string, string | undefined> {
  const foreign = /^(KEYDESK_|DATABASE_URL$|REDIS_URL$|LOG_LEVEL$|npm_|VITEST|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
