import { execFile, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { checksumLength, locatorLength, secretLength } from "@/domain/tokens/sealed-string";
import { hashContents, unlessStamped } from "@/scripts/bootstrap/content-hash.mjs";

const run = promisify(execFile);
/** Of a token as the ground makes them: two letters of prefix, no tag. */
const tokenLength = "IK__".length + locatorLength + secretLength + checksumLength;
const sources = ["open-loop.c", "tally.h", "plan.h", "request.h"];

/** Requests of one phase, or of 100 ms, by when they were due. Times in microseconds. */
export type Tally = {
  readonly due: number;
  readonly ok: number;
  /** Answered 503, and how many of these with Retry-After. */
  readonly shed: number;
  readonly shedWithRetryAfter: number;
  readonly other: number;
  /** Never sent: no connection was free. */
  readonly givenUp: number;
  readonly failed: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
};

export type PhaseTally = Tally & {
  readonly rate: number;
  readonly seconds: number;
  /** As a client that waits politely would see it. */
  readonly p99FromSent: number;
  /** How late the generator itself sent. */
  readonly p99Late: number;
};

export type OpenLoopResult = { readonly phases: readonly PhaseTally[]; readonly windows: readonly Tally[] };

export const windowSeconds = 0.1;

/** Offers load at fixed rates, whatever the server does (open-loop.c says how). */
export type OpenLoop = (
  url: string,
  options: {
    /** One request; `{token}` stands for a token. */
    readonly request: string;
    readonly tokenFile: string;
    readonly connections: number;
    readonly phases: readonly { readonly rate: number; readonly seconds: number }[];
    readonly giveUp?: boolean;
  },
) => Promise<OpenLoopResult>;

/** Compiles the generator, unless that was done. */
export async function buildOpenLoop(folder: string): Promise<OpenLoop> {
  const here = import.meta.dirname;
  const program = path.join(folder, "open-loop");
  await unlessStamped(`${program}.stamp`, hashContents(here, sources), async () => {
    execFileSync("gcc", ["-O2", "-Wall", "-o", program, path.join(here, "open-loop.c")], {
      stdio: "inherit",
    });
  });
  return async (url, { request, tokenFile, connections, phases, giveUp }) => {
    const [token = ""] = readFileSync(tokenFile, "utf8").split("\n", 1);
    const template = path.join(folder, "request.txt");
    writeFileSync(template, request.replaceAll("{token}", "~".repeat(token.length)), { mode: 0o600 });
    const { stdout } = await run(
      program,
      [
        ...["--port", new URL(url).port, "--template", template, "--tokens", tokenFile],
        ...["--connections", String(connections)],
        ...["--phases", phases.map(({ rate, seconds }) => `${rate.toFixed(3)}:${seconds}`).join(",")],
        ...(giveUp === true ? ["--give-up"] : []),
      ],
      { maxBuffer: 100_000_000 },
    );
    return JSON.parse(stdout) as OpenLoopResult;
  };
}

/** The requests that the scripts of wrk make. */
export function requestTexts(gatewaySecret: string) {
  const body = '{"token":"{token}","permission":"reports:read","ip":"192.0.2.7"}';
  const bytes = body.length - "{token}".length + tokenLength;
  return {
    verify: [
      "POST /v1/tokens/verify HTTP/1.1",
      "Host: 127.0.0.1",
      `Authorization: Bearer ${gatewaySecret}`,
      "Content-Type: application/json",
      `Content-Length: ${bytes}`,
      "",
      body,
    ].join("\r\n"),
    forward: [
      "GET /v1/forward-auth?permission=reports:read HTTP/1.1",
      "Host: 127.0.0.1",
      `X-Keydesk-Gateway: ${gatewaySecret}`,
      "Authorization: Impersonation {token}",
      "X-Forwarded-For: 192.0.2.7",
      "",
      "",
    ].join("\r\n"),
  };
}
