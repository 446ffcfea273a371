import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ChildPlan } from "@/scripts/start/child";
import type { Mode } from "@/scripts/start/settings";
import { type Config, reachableHost } from "@/services/config";

/** How the two servers are run: their programs, environment and logs. */
export function planServers(
  root: string,
  mode: Mode,
  config: Config,
): { desk: ChildPlan; api: ChildPlan; logs: string | null } {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: mode === "dev" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: config.databaseUrl,
    KEYDESK_DATA_DIR: config.dataDir,
    HOST: config.host,
    PORT: String(config.port),
    API_PORT: String(config.apiPort),
  };
  // A person at a terminal sees the summary, and the logs are files. Services and containers collect output themselves.
  const logs = process.stdout.isTTY && mode !== "dev" ? path.join(config.dataDir, "logs") : null;
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const command = mode === "dev" ? "dev" : "start";
  return {
    logs,
    desk: {
      name: "desk",
      args: [
        "--import",
        pathToFileURL(path.join(root, "dist/edge.mjs")).href,
        next,
        command,
        "--port",
        String(config.port),
        "--hostname",
        config.host,
      ],
      cwd: root,
      env,
      logFile: logs && path.join(logs, "desk.log"),
    },
    api: {
      name: "API",
      args: [path.join(root, "dist/api.mjs")],
      cwd: root,
      // Each thread that ever allocates would else keep pieces of memory of its own, and what was freed would stay in the process: 30
      // and 25 MB under load (docs/performance.md).
      env: {
        MALLOC_ARENA_MAX: "2",
        MALLOC_TRIM_THRESHOLD_: "1048576",
        MALLOC_MMAP_THRESHOLD_: "131072",
        ...env,
      },
      // Lines of the bundle in its stack traces: source maps would cost 40 MB, all the time (dist/api.mjs.map is there for who reads one).
      // All garbage is collected when the heap has grown by three fifths: each time costs 70 ms, and V8 would do it every other second.
      flags: ["--max-old-space-size=320", "--single-threaded-gc", "--heap-growing-percent=60"],
      logFile: logs && path.join(logs, "api.log"),
    },
  };
}

/** Where this machine reaches a server that listens on `host`. */
export function localAddress(host: string, port: number): string {
  const name = reachableHost(host);
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
