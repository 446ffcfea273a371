import { readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import type { Ground } from "@/bench/verify/stage/ground";
import { type Program, untilAnswers } from "@/bench/verify/stage/program";
import { findFreePort } from "@/scripts/postgres/free-port";
import { superviseChild } from "@/scripts/start/child";
import { planServers } from "@/scripts/start/servers";
import { parseConfig } from "@/services/config";

/** Starts the API as the product does: its bundle, plan and supervision, and its log of every request. */
export async function startApi(root: string, folder: string, ground: Ground): Promise<Program> {
  const port = await findFreePort();
  const logFile = path.join(folder, `api-${port}.log`);
  const config = parseConfig({
    DATABASE_URL: ground.databaseUrl,
    KEYDESK_DATA_DIR: folder,
    HOST: "127.0.0.1",
    API_PORT: String(port),
  });
  const plan = planServers(root, "start", config).api;
  const env = { ...plan.env, KEYDESK_MASTER_KEY: ground.masterKey };
  const child = superviseChild({ ...plan, env, logFile }, (line) => {
    throw new Error(`${line} See ${logFile}.`);
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(`${url}/healthz`);
  return {
    name: "Keydesk",
    url,
    pid: () => child.pid()!,
    cutLog: () => truncateSync(logFile),
    stop: () => child.stop(5_000),
  };
}

/** What the API answers about a seeded token; throws unless it is valid. */
export async function askOnce(api: Program, ground: Ground): Promise<string> {
  const [token] = readFileSync(ground.files.valid, "utf8").split("\n", 1);
  const answer = await fetch(`${api.url}/v1/tokens/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${ground.gatewaySecret}`, "content-type": "application/json" },
    body: JSON.stringify({ token, permission: "reports:read", ip: "192.0.2.7" }),
  });
  const text = await answer.text();
  if (!text.includes('"verdict":"valid"')) throw new Error(`a seeded token is refused: ${text}`);
  return text;
}
