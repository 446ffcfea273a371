import type { Progress } from "@/scripts/bootstrap/progress.mjs";
import { stopTools } from "@/scripts/bootstrap/run-tool.mjs";
import { buildDesk } from "@/scripts/start/build-desk";
import { superviseChild } from "@/scripts/start/child";
import { claimDataDirectory } from "@/scripts/start/claim-data-directory";
import { requireDataDirectory } from "@/scripts/start/data-directory";
import { migrate, openDatabase, requireMigratable } from "@/scripts/start/database";
import { Deployment, watchDatabase } from "@/scripts/start/deployment";
import { requireFreePort } from "@/scripts/start/ports";
import { prepareData } from "@/scripts/start/prepare-data";
import { removeRuntime, writeRuntime } from "@/scripts/start/runtime-file";
import { localAddress, planServers } from "@/scripts/start/servers";
import { type Mode, type Part, parseEnvironment, readSettings } from "@/scripts/start/settings";
import { summarize } from "@/scripts/start/summary";
import { waitUntilReady } from "@/scripts/start/wait-until-ready";
import { watchProgram } from "@/scripts/start/watch-program";

export type StartOptions = { mode: Mode; only: Part; root: string; progress: Progress };

/** Starts Keydesk and keeps it running until a signal. Rejects, with everything stopped again, when it cannot. */
export async function main(options: StartOptions): Promise<void> {
  const deployment = new Deployment();
  stopOnSignals(deployment);
  try {
    await start(options, deployment);
  } catch (error) {
    await deployment.stop();
    // A signal that arrives while things start makes them fail: that is no news.
    if (!hasSignal) throw error;
  }
}

async function start({ mode, only, root, progress }: StartOptions, deployment: Deployment): Promise<void> {
  const { config: planned, givenDatabaseUrl } = readSettings(root, mode, only);
  const { dataDir } = planned;
  requireDataDirectory(dataDir);
  const lock = await claimDataDirectory(dataDir);
  deployment.closers.push(() => lock.release());
  if (only !== "api") await requireFreePort("PORT", planned.port, planned.host, planned.deskUrl);
  if (only !== "desk") await requireFreePort("API_PORT", planned.apiPort, planned.host, planned.apiUrl);

  const database = await progress.step(
    givenDatabaseUrl ? "Reaching the database" : "Starting the database",
    () => openDatabase(givenDatabaseUrl, dataDir),
  );
  deployment.embedded = database.embedded;
  watchDatabase(deployment, progress.note);
  const config = parseEnvironment(database.url);
  // Refused before the long build, migrated after it: a build that fails leaves the database as the old code knows it.
  const pending = await requireMigratable(database.url);
  if (mode !== "dev" && only !== "api") await buildDesk(root, progress);
  if (pending.length > 0)
    await progress.step(`Migrating the database (${pending.length} steps, to ${pending.at(-1)})`, () =>
      migrate(database.url, progress.note),
    );
  const data = await prepareData(root, { mode, only }, config, progress);

  const plans = planServers(root, mode, config);
  const api = only === "desk" ? null : superviseChild(plans.api, progress.note);
  const desk = only === "api" ? null : superviseChild(plans.desk, progress.note);
  for (const child of [api, desk]) if (child !== null) deployment.children.push(child);
  await progress.step(`Starting ${only === null ? "the desk and the API" : `the ${plans[only].name}`}`, () =>
    Promise.all([
      api && waitUntilReady(api, `${localAddress(config.host, config.apiPort)}/readyz`),
      desk && waitUntilReady(desk, `${localAddress(config.host, config.port)}${firstPath[mode]}`),
    ]),
  );
  if (mode === "dev" && api && desk) {
    deployment.closers.push(await watchProgram(root, api, { api: "api/server.ts" }, progress.note));
    // Next.js reloads pages itself; what stands before it is a program of its own.
    deployment.closers.push(await watchProgram(root, desk, { edge: "app/edge/start.ts" }, progress.note));
  }

  writeRuntime(dataDir, {
    pid: process.pid,
    deskUrl: config.deskUrl,
    apiUrl: config.apiUrl,
    databaseUrl: database.url,
    startedAt: new Date().toISOString(),
  });
  deployment.closers.push(() => removeRuntime(dataDir));
  const seconds = process.uptime().toFixed(1);
  progress.note(summarize(config, data, { seconds, only, database: database.description, logs: plans.logs }));
}

// The development server builds a page when it is opened, and a slow machine takes a minute for the first: it need only listen.
const firstPath: Record<Mode, string> = { start: "/", demo: "/", dev: "/v1/tokens/verify" };

let hasSignal = false;

function stopOnSignals(deployment: Deployment): void {
  // Output that nobody reads any more must not keep Keydesk from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const stop = async () => {
    // npm passes on the Ctrl-C that the terminal has sent already, so a second one is nothing new.
    if (hasSignal) return;
    hasSignal = true;
    process.stdout.write("\nStopping …\n");
    stopTools();
    await deployment.stop();
    process.stdout.write("Keydesk has stopped.\n");
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  if (process.connected) {
    process.once("disconnect", stop);
    process.channel?.unref();
  } else if (process.env.npm_lifecycle_event) {
    whenParentIsGone(stop);
  }
}

/** A killed npm passes no signal on, and would leave Keydesk running where nobody sees it. */
function whenParentIsGone(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 1_000).unref();
}
