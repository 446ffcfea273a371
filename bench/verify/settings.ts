import { tmpdir } from "node:os";
import path from "node:path";

/** Parts of the bench that can be run alone, in the order in which they run. */
export const sectionNames = ["peers", "verify", "p99", "overload", "growth", "memory"] as const;
export type SectionName = (typeof sectionNames)[number];

/** These take long: they run only when they are named. */
const onlyWhenNamed: readonly SectionName[] = ["growth", "memory"];

export type Settings = {
  readonly sections: readonly SectionName[];
  /** Tokens in the database that all sections but growth ask about. */
  readonly tokens: number;
  /** Measured rounds, after one that only warms up. */
  readonly rounds: number;
  /** Length of one load. */
  readonly seconds: number;
  /** Length of the load under which memory is watched. */
  readonly minutes: number;
  /** Connections over which the API is overloaded. */
  readonly connections: number;
  /** Growth up to 10,000,000 tokens. */
  readonly growsFar: boolean;
  /** Part of a target's name; the bare server is always measured. */
  readonly target: string;
  /** False where the environment cuts it short: its results are not kept in bench/results.md. */
  readonly isWhole: boolean;
  /** Database, keys, builds of peers: kept for the next run. */
  readonly folder: string;
};

const standard = { tokens: 1_000_000, rounds: 5, seconds: 3, minutes: 10 };

/** What the environment says of this run; bench/README.md explains it. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const number = (name: string, fallback: number) => {
    const value = Number(env[name] ?? fallback);
    if (!(value > 0)) throw new Error(`${name} must be a number above 0.`);
    return value;
  };
  const tokens = number("BENCH_TOKENS", standard.tokens);
  const rounds = number("BENCH_ROUNDS", standard.rounds);
  const seconds = number("BENCH_SECONDS", standard.seconds);
  const minutes = number("BENCH_MINUTES", standard.minutes);
  const target = env.BENCH_TARGET ?? "";
  return {
    sections: readSections(env.BENCH_ONLY ?? ""),
    tokens,
    rounds,
    seconds,
    minutes,
    connections: number("BENCH_CONNECTIONS", 9_500),
    growsFar: env.BENCH_GROWTH === "1",
    target,
    isWhole:
      target === "" &&
      tokens >= standard.tokens &&
      rounds >= standard.rounds &&
      seconds >= standard.seconds &&
      minutes >= standard.minutes,
    folder: path.resolve(env.BENCH_FOLDER ?? path.join(tmpdir(), "keydesk-bench")),
  };
}

function readSections(only: string): SectionName[] {
  const wanted = only.split(",").filter(Boolean);
  if (wanted.length === 0) return sectionNames.filter((name) => !onlyWhenNamed.includes(name));
  const unknown = wanted.filter((name) => name !== "all" && !sectionNames.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Error(`BENCH_ONLY: there is no ${unknown.join(", ")}, only ${sectionNames.join(", ")} or all.`);
  }
  return sectionNames.filter((name) => wanted.includes("all") || wanted.includes(name));
}
