import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export type Load = {
  readonly perSecond: number;
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers whose status was not 200, and connections that failed. */
  readonly bad: number;
  /** CPU seconds that wrk used before the first request, for its file of tokens. */
  readonly preparation: number;
};

/** Loads an address with wrk, as fast as it answers: closed loop, one thread. `script` makes the requests. */
export async function load(
  url: string,
  options: { connections: number; seconds: number; script: string; args?: readonly string[] },
): Promise<Load> {
  const { stdout } = await run(
    "wrk",
    [
      "-t1",
      `-c${options.connections}`,
      `-d${options.seconds}s`,
      "--latency",
      "-s",
      options.script,
      url,
      "--",
      ...(options.args ?? []),
    ],
    { maxBuffer: 10_000_000 },
  );
  const number = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1] ?? 0);
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout) ?? [];
  return {
    requests: number(/(\d+) requests in/),
    perSecond: number(/Requests\/sec:\s+([\d.]+)/),
    preparation: number(/CPU before the first request: ([\d.]+)/),
    p50: milliseconds(/50%\s+([\d.]+)(us|ms|s)/.exec(stdout)),
    p99: milliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(stdout)),
    bad: errors.slice(1).reduce((sum, n) => sum + Number(n), number(/Non-2xx or 3xx responses: (\d+)/)),
  };
}

function milliseconds(found: RegExpExecArray | null): number {
  if (found === null) return Number.NaN;
  const scale = { us: 0.001, ms: 1, s: 1000 }[found[2] as "us" | "ms" | "s"];
  return Number(found[1]) * scale;
}
