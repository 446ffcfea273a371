import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import type { Round } from "@/scripts/crashes/trial";

const file = "bench/results/crashes.md";

/** What was broken on purpose, and at which kill it was found; null: not at all. */
export type Mistake = { readonly what: string; readonly kills: number | null };

/** Writes what the rounds showed; true when nothing was violated, and each mistake was found. */
export function writeReport(rounds: readonly Round[], mistakes: readonly Mistake[]): boolean {
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const max = (of: (round: Round) => number) => Math.round(Math.max(...rounds.map(of)));
  const violations = sum((round) => round.violations.length);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node.js ${process.versions.node}; load ${loadavg()[2]?.toFixed(1)}`;
  const rows: [string, string][] = [
    ["kills of everything", String(rounds.length)],
    ["processes killed", String(sum((round) => round.killed))],
    ["actions acknowledged", String(sum((round) => round.acknowledged))],
    ["actions refused", String(sum((round) => round.refused))],
    ["actions cut off (done or not, nobody was told)", String(sum((round) => round.unknown))],
    ["audit events, each with its effect and its number", String(sum((round) => round.events))],
    ["verifications answered", String(sum((round) => round.uses))],
    ["of them not counted after the kills", String(sum((round) => round.lostUses))],
    ["the oldest of these, before its kill", `${max((round) => round.lostAgeMs)} ms`],
    ["slowest recovery: database and both APIs ready", `${max((round) => round.recoveryMs)} ms`],
    ["violations", String(violations)],
  ];
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(
    file,
    `# Everything killed, ${rounds.length} times

\`npm run test:crashes -- --kills ${rounds.length}\`, ${new Date().toISOString().slice(0, 10)}: ${machine}.

Ten writers (create, edit, rotate, disable, enable, delete tokens; the same of API clients, which also obtain tokens; organizations;
template users) and three verifiers call two API processes over HTTP. Once thirty actions
are acknowledged, at a random moment of the next 1.2 seconds, all processes get SIGKILL: both APIs, the embedded
PostgreSQL (\`fsync\` on) and each of its sessions; in turn at once, the database first, or the APIs first. All start again, and what writers were told is compared with what is kept (\`scripts/crashes/find-violations.ts\`): each acknowledged action has exactly one event with
its target, refused ones have none; the events replayed by their numbers give each row as it is, secrets included; no row is without
its event; numbers have no gap and name the events they named before; no use is counted that nobody asked for.

| | |
|---|---|
${rows.map(([what, value]) => `| ${what} | ${value} |`).join("\n")}

## What the comparison is worth

The same with a mistake in it, until something is found:

| mistake | found at kill |
|---|---|
${mistakes.map(({ what, kills }) => `| ${what} | ${kills ?? "never"} |`).join("\n")}

A kill of processes leaves the machine's page cache: what a power cut does rests on \`fsync\`, which is on, and was not tried.
`,
  );
  return violations === 0 && mistakes.every(({ kills }) => kills !== null);
}
