import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createClient } from "@redis/client";
import { freePort } from "@/services/testing/free-port";

/** A Redis of its own for a test, which keeps nothing on disk. */
export type TestRedis = {
  readonly url: string;
  /** Forgets everything. */
  empty(): Promise<void>;
  /** Answers on, but takes nothing new, as with a full memory; or takes it again. */
  refuseWrites(refuses: boolean): Promise<void>;
  /** Stops it where it stands, or lets it go on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  stop(): Promise<void>;
};

/** Starts Debian's redis-server on a free port. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const child = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await untilReady(child);
  const url = `redis://127.0.0.1:${port}`;
  const tell = async (...command: string[]) => {
    const client = createClient({ url });
    await client.connect();
    await client.sendCommand(command);
    client.destroy();
  };
  return {
    url,
    empty: () => tell("FLUSHALL"),
    refuseWrites: (refuses) => tell("CONFIG", "SET", "maxmemory", refuses ? "1" : "0"),
    signal: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
    child.stdout?.on("data", (text) => {
      if (String(text).includes("Ready to accept connections")) resolve();
    });
  });
}
