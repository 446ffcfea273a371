import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { freePort } from "@/services/testing/free-port";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type ApiNode = {
  readonly url: string;
  readonly child: ChildProcess;
  /** What `/readyz` says. */
  readiness(): Promise<number>;
  /** Sends SIGTERM, and resolves with how it ended. */
  drain(): Promise<{ code: number | null; ms: number }>;
};

/** The API with the tests' master key: of this tree, or of another one that has been bundled. */
export async function startNode(
  databaseUrl: string,
  {
    folder = root,
    args = ["--enable-source-maps", inject("apiProgram")],
  }: { folder?: string; args?: string[] } = {},
): Promise<ApiNode> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "test",
      HOST: "127.0.0.1",
      API_PORT: String(port),
      DATABASE_URL: databaseUrl,
      KEYDESK_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
      LOG_LEVEL: "silent",
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit") as Promise<[number | null]>;
  const readiness = () =>
    fetch(`${url}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
  const until = Date.now() + 60_000;
  while ((await readiness()) === 0) {
    if (Date.now() > until || child.exitCode !== null) throw new Error("the node does not answer");
    await sleep(25);
  }
  return {
    url,
    child,
    readiness,
    async drain() {
      const asked = performance.now();
      child.kill("SIGTERM");
      const [code] = await ended;
      return { code, ms: performance.now() - asked };
    },
  };
}
