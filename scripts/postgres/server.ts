import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readSync, statSync, truncateSync } from "node:fs";
import { totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { folderError, StartError } from "@/scripts/bootstrap/start-error.mjs";
import type { Binaries } from "@/scripts/postgres/binaries";
import type { ClusterHome } from "@/scripts/postgres/cluster-home";
import { cleanEnvironment, superuser } from "@/scripts/postgres/create-cluster";
import { spawnIdentity } from "@/scripts/postgres/operating-user";

export type ServerOptions = {
  binaries: Binaries;
  home: ClusterHome;
  port: number;
  password: string;
  logFile: string;
  /** False only for throw-away databases of tests: a crash of the machine may then lose them. */
  durable: boolean;
  /** A throw-away folder that goes with the server, however it ends. */
  removeAfterwards?: string;
};

export type Server = { process: ChildProcess; port: number; stop(): Promise<void> };

const logBytesMax = 10_000_000;

/** Starts PostgreSQL on loopback and waits until it answers. Rejects with the server's own reason when it gives up. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const log = openLog(options.logFile);
  const logStart = fstatSync(log).size;
  // Detached: Ctrl-C in the terminal must reach the supervisor only, which stops the database last.
  const child = spawn(options.binaries.postgres, serverArguments(options), {
    cwd: options.home.directory,
    detached: true,
    stdio: ["ignore", log, log],
    env: cleanEnvironment(),
    ...spawnIdentity(options.home.user),
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  await waitUntilReady(child, options, logStart);
  const guard = startGuard(child.pid as number, options.removeAfterwards);
  child.once("exit", () => {
    if (!options.removeAfterwards) guard.kill("SIGKILL");
  });
  return {
    process: child,
    port: options.port,
    async stop() {
      child.kill("SIGINT");
      const killer = setTimeout(() => child.kill("SIGQUIT"), 4_000);
      await ended;
      clearTimeout(killer);
      guard.stdin?.end();
      guard.ref();
      if (options.removeAfterwards) await new Promise((resolve) => guard.once("exit", resolve));
    },
  };
}

function serverArguments(options: ServerOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(options.port),
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: `${Math.round(Math.min(1024, Math.max(128, totalmem() / 8 / 1024 ** 2)))}MB`,
    fsync: options.durable ? "on" : "off",
    synchronous_commit: "on",
    full_page_writes: options.durable ? "on" : "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // Statements and conflicting values may hold personal data: they stay out of the log.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
  };
  return [
    "-D",
    options.home.directory,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

async function waitUntilReady(child: ChildProcess, options: ServerOptions, logStart: number): Promise<void> {
  let failure: Error | null = null;
  child.once("error", (error) => {
    failure = error;
  });
  const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
    failure ??= startFailure(readFrom(options.logFile, logStart), options, code ?? signal);
  };
  child.once("exit", onExit);
  // No deadline: recovery after a crash may take minutes, and the server itself says when it gives up.
  for (;;) {
    if (failure) throw folderError(failure, options.home.directory);
    const answer = await tryToConnect(options);
    if (answer === "ready") {
      child.off("exit", onExit);
      return;
    }
    if (answer === "refused") {
      child.off("exit", onExit);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await ended;
      throw new StartError(
        `The database in ${options.home.directory} does not accept its own password.`,
        "Put postgres.password in the data folder back from a backup.",
      );
    }
    await sleep(30);
  }
}

async function tryToConnect(options: ServerOptions): Promise<"ready" | "not yet" | "refused"> {
  const client = new pg.Client({ ...connectionOf(options), connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return "ready";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "28P01" || code === "28000" ? "refused" : "not yet";
  } finally {
    await client.end().catch(() => undefined);
  }
}

function connectionOf(options: ServerOptions): pg.ClientConfig {
  return {
    host: "127.0.0.1",
    port: options.port,
    user: superuser,
    password: options.password,
    database: "postgres",
  };
}

function startFailure(log: string, options: ServerOptions, code: unknown): Error {
  if (/No space left on device|Disk quota exceeded/.test(log)) {
    return new StartError(
      `The disk that holds ${options.home.directory} is full.`,
      "Free some space, and start Keydesk again.",
    );
  }
  if (/could not bind|Address already in use/.test(log)) return new PortTaken(options.port);
  if (/pre-existing shared memory block/.test(log)) return new StillEnding();
  return new StartError(
    `The database in ${options.home.directory} did not start: ${reasonIn(log) ?? `it ended with ${code}`}.`,
    `Its log is ${options.logFile}.`,
  );
}

/** The server's own reason: its last fatal line, or what it says before it can log at all. */
function reasonIn(log: string): string | undefined {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.findLast((line) => /(FATAL|PANIC):/.test(line));
  if (fatal) return fatal.replace(/^.*?(FATAL|PANIC):\s*/, "");
  const early = lines.findIndex((line) => line.startsWith("postgres: "));
  return early < 0
    ? undefined
    : lines
        .slice(early)
        .join(" ")
        .replace(/^postgres: /, "")
        .replace(/\.$/, "");
}

/** Another program took the port between the choice and the start. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`port ${port} was taken meanwhile`);
  }
}

/** Processes of a killed server have not all ended yet. */
export class StillEnding extends Error {
  constructor() {
    super("processes of an earlier server are still ending");
  }
}

/**
 * A shell of a few hundred kilobytes that stops the server when this process is gone, also after kill -9:
 * its standard input ends then. Nothing acknowledged is lost either way; this keeps processes from staying behind.
 */
function startGuard(pid: number, removeAfterwards: string | undefined): ChildProcess {
  const script = [
    "cat >/dev/null",
    'kill -INT "$1" 2>/dev/null',
    'if [ -n "$2" ]; then while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; rm -rf -- "$2"; fi',
  ].join("\n");
  const guard = spawn("/bin/sh", ["-c", script, "keydesk-guard", String(pid), removeAfterwards ?? ""], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return guard;
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logBytesMax) truncateSync(file);
  return openSync(file, "a", 0o600);
}

function readFrom(file: string, start: number): string {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(Math.min(100_000, Math.max(0, fstatSync(handle).size - start)));
    readSync(handle, buffer, 0, buffer.length, start);
    return buffer.toString("utf8");
  } finally {
    closeSync(handle);
  }
}
