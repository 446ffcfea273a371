import path from "node:path";
import type { Ground } from "@/bench/verify/stage/ground";
import { type Program, startProgram } from "@/bench/verify/stage/program";

const own = path.join(path.dirname(import.meta.dirname), "references");

/** A bare node:http server that answers 200 with as many bytes as a verification has. */
export function startBare(folder: string, bodyBytes: number): Promise<Program> {
  return startProgram((port) => ({
    name: "bare node:http",
    command: process.execPath,
    args: [path.join(own, "bare.mjs")],
    env: { PORT: String(port), BODY_BYTES: String(bodyBytes) },
    logFile: path.join(folder, "bare.log"),
    readyPath: "/",
  }));
}

/** One prepared query per request, from a pool: how verification is usually written. */
export function startQuery(folder: string, ground: Ground): Promise<Program> {
  return startProgram((port) => ({
    name: "one query per request",
    command: process.execPath,
    args: ["--import", "tsx", path.join(own, "query.ts")],
    env: {
      PORT: String(port),
      DATABASE_URL: ground.databaseUrl,
      KEYDESK_MASTER_KEY: ground.masterKey,
    },
    logFile: path.join(folder, "query.log"),
    readyPath: "/",
  }));
}

/** A server that pauses for a tenth of each second. */
export function startStalling(folder: string): Promise<Program> {
  return startProgram((port) => ({
    name: "a server that stalls",
    command: process.execPath,
    args: [path.join(own, "stall.mjs")],
    env: { PORT: String(port) },
    logFile: path.join(folder, "stall.log"),
    readyPath: "/",
  }));
}
