import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, fstatSync } from "node:fs";
import { totalmem } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { folderError, StartError, systemCode } from "@/scripts/bootstrap/start-error.mjs";
import { takeForBatchWork } from "@/scripts/postgres/batch-work";
import type { Binaries } from "@/scripts/postgres/binaries";
import type { ClusterHome } from "@/scripts/postgres/cluster-home";
import { cleanEnvironment, superuser } from "@/scripts/postgres/create-cluster";
import { startGuard } from "@/scripts/postgres/guard";
import { spawnIdentity } from "@/scripts/postgres/operating-user";
import { startFailure } from "@/scripts/postgres/start-failure";
import { openLog, readLogFrom } from "@/scripts/start/log-file";

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

export type Server = {
  process: ChildProcess;
  port: number;
  /** A shutdown that has much to write out is cut short after that time; the next start recovers. */
  stop(patienceMs?: number): Promise<void>;
};

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
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(String(signal ?? `code ${code}`)));
  });
  const guard = child.pid === undefined ? null : startGuard(child.pid, options.removeAfterwards ?? null);
  const dismissed = ended.then(() => guard?.dismiss());
  const stop = async (patienceMs = 4_000) => {
    child.kill("SIGINT");
    const killer = setTimeout(() => child.kill("SIGQUIT"), patienceMs);
    await dismissed;
    clearTimeout(killer);
  };
  try {
    await waitUntilReady(options, logStart, ended);
    if (options.durable && child.pid !== undefined) await takeForBatchWork(child.pid);
  } catch (error) {
    await stop();
    throw folderError(error, options.home.directory);
  }
  return { process: child, port: options.port, stop };
}

function serverArguments(options: ServerOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(options.port),
    unix_socket_directories: "",
    // Several files of tests use a throw-away one at once.
    max_connections: options.durable ? "100" : "300",
    shared_buffers: `${sharedBuffersMb(options.durable)}MB`,
    fsync: options.durable ? "on" : "off",
    synchronous_commit: "on",
    full_page_writes: options.durable ? "on" : "off",
    // After each checkpoint every page that is touched goes into the WAL whole: with tokens used at random, most of what is written.
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    // One of an operator's own has any zone, which must change nothing.
    timezone: options.durable ? "UTC" : "Asia/Kolkata",
    log_timezone: "UTC",
    // Statements and conflicting values may hold personal data: they stay out of the log.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    ...(options.durable ? rewarming(options.binaries) : {}),
  };
  const pairs = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", options.home.directory, ...pairs];
}

/**
 * A quarter of the memory that there is, as PostgreSQL advises: what every look-up reads is to be found without asking the system. Memory is
 * taken as pages are read. A throw-away one holds little.
 */
function sharedBuffersMb(durable: boolean): number {
  const allowed = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const quarter = Math.min(totalmem(), allowed) / 4 / 1024 ** 2;
  return Math.round(Math.min(durable ? 8_192 : 1_024, Math.max(128, quarter)));
}

/**
 * What was in memory is read again, in the background, after a restart: else each look-up would wait for the disk twice until all pages
 * have been asked for once. A server does not start with a library that it lacks, and not every build of PostgreSQL has this one.
 */
function rewarming({ postgres }: Binaries): Record<string, string> {
  const libraries = path.resolve(postgres, "../../lib/postgresql");
  if (![".so", ".dylib"].some((end) => existsSync(path.join(libraries, `pg_prewarm${end}`)))) return {};
  // Noted at each stop, and so often for the case of a crash.
  return { shared_preload_libraries: "pg_prewarm", "pg_prewarm.autoprewarm_interval": "15min" };
}

/** Has no deadline: recovery after a crash may take minutes, and the server itself says when it gives up. */
async function waitUntilReady(
  options: ServerOptions,
  logStart: number,
  ended: Promise<string>,
): Promise<void> {
  let ending: string | null = null;
  ended.then((how) => {
    ending = how;
  });
  for (;;) {
    if (ending !== null) {
      const { port, logFile, home } = options;
      throw startFailure(readLogFrom(logFile, logStart), {
        directory: home.directory,
        port,
        logFile,
        ending,
      });
    }
    const answer = await tryToConnect(options);
    if (answer === "ready") return;
    if (answer === "refused") {
      throw new StartError(
        `The database in ${options.home.directory} does not accept its own password.`,
        "Put postgres.password in the data folder back from a backup.",
      );
    }
    await sleep(30);
  }
}

async function tryToConnect(options: ServerOptions): Promise<"ready" | "not yet" | "refused"> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port: options.port,
    user: superuser,
    password: options.password,
    database: "postgres",
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return "ready";
  } catch (error) {
    const code = systemCode(error);
    return code === "28P01" || code === "28000" ? "refused" : "not yet";
  } finally {
    await client.end().catch(() => undefined);
  }
}
