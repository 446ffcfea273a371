import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Link, openLink } from "@/e2e/cluster/faults/link";
import { environmentOfSkew } from "@/e2e/cluster/processes/clock-skew";
import { freePort } from "@/services/testing/free-port";

/** An API process between two links: its clients ask it through one, and it asks PostgreSQL through the other. */
export type ApiNode = {
  readonly name: string;
  /** Where clients ask it, through its link. */
  readonly port: number;
  readonly toNode: Link;
  readonly toDatabase: Link;
  /** How far its clock is off, in milliseconds. */
  skewMs(): number;
  pid(): number;
  /** kill -9; its clients are refused until it runs again. */
  kill(): Promise<void>;
  start(skewMs: number): Promise<void>;
  close(): Promise<void>;
};

type Setup = {
  readonly name: string;
  /** The program, and what all nodes have in common. */
  readonly bundle: string;
  readonly databaseUrl: string;
  readonly masterKey: string;
  readonly dataDir: string;
  readonly random: () => number;
};

/** Opens the links and starts the process. */
export async function openApiNode(setup: Setup, firstSkewMs: number): Promise<ApiNode> {
  const { name, bundle, databaseUrl, masterKey, dataDir, random } = setup;
  const target = new URL(databaseUrl);
  const toDatabase = await openLink(Number(target.port), random);
  target.port = String(toDatabase.port);
  const ownPort = await freePort();
  const toNode = await openLink(ownPort, random);
  let skewMs = firstSkewMs;
  let child: ChildProcess | null = null;

  const end = async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  const start = async (wantedSkewMs: number) => {
    skewMs = wantedSkewMs;
    const log = openSync(`${dataDir}/${name}.log`, "a");
    const { args, env } = environmentOfSkew(skewMs);
    const started = spawn(process.execPath, [...args, "--enable-source-maps", bundle], {
      // The channel ends with this process, and the node with the channel.
      stdio: ["ignore", log, log, "ipc"],
      env: {
        ...process.env,
        ...env,
        NODE_ENV: "production",
        NODE_OPTIONS: "",
        DATABASE_URL: target.toString(),
        REDIS_URL: "",
        KEYDESK_MASTER_KEY: masterKey,
        KEYDESK_DATA_DIR: dataDir,
        HOST: "127.0.0.1",
        API_PORT: String(ownPort),
        LOG_LEVEL: "warn",
      },
    });
    closeSync(log);
    child = started;
    await untilListening(started, ownPort, name);
    await toNode.heal();
  };
  await start(firstSkewMs);
  return {
    name,
    port: toNode.port,
    toNode,
    toDatabase,
    skewMs: () => skewMs,
    pid: () => child?.pid ?? 0,
    async kill() {
      await toNode.refuse();
      await end();
    },
    start,
    async close() {
      await end();
      await Promise.all([toNode.close(), toDatabase.close()]);
    },
  };
}

/** Until it answers at all: without its database it listens and says 503. */
async function untilListening(child: ChildProcess, port: number, name: string): Promise<void> {
  for (let i = 0; i < 1_500; i++) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}; see its log`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer !== null) return;
    await sleep(20);
  }
  throw new Error(`${name} did not listen within 30 seconds`);
}
