import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, inject } from "vitest";
import { freePort } from "@/services/testing/free-port";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type ServerProcess = {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly said: { out: string; err: string };
  readonly ended: Promise<[number | null, string | null]>;
};

/** Starts the API as a process of its own, on a database, with the tests' keys. The caller ends it. */
export function startServer(databaseUrl: string, env: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, ["--enable-source-maps", inject("apiProgram")], {
    cwd: root,
    env: {
      NODE_ENV: "test",
      HOST: "127.0.0.1",
      DATABASE_URL: databaseUrl,
      KEYDESK_MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (text) => {
    said.out += text;
  });
  child.stderr?.on("data", (text) => {
    said.err += text;
  });
  return { child, said, ended: once(child, "exit") as Promise<[number | null, string | null]> };
}

/** As `startServer`, on a free port, and ready. */
export async function startReadyServer(
  databaseUrl: string,
  started: ChildProcess[],
  env: Record<string, string> = {},
): Promise<ServerProcess & { url: string }> {
  const port = await freePort();
  const server = startServer(databaseUrl, { API_PORT: String(port), ...env });
  started.push(server.child);
  const url = `http://127.0.0.1:${port}`;
  const status = () =>
    fetch(`${url}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
  await expect.poll(status).toBe(200);
  return { ...server, url };
}
