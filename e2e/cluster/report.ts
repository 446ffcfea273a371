import { cpus, totalmem } from "node:os";
import { type BrokenVariant, brokenVariants } from "@/e2e/cluster/broken/variants";
import { skewMeans } from "@/e2e/cluster/processes/clock-skew";
import type { TrialReport } from "@/e2e/cluster/run-trial";
import { silentOutcomes } from "@/e2e/cluster/workload/tally";

/** How a build with a mistake fared. `violation` null: it was not found out. */
export type Caught = {
  readonly variant: BrokenVariant;
  readonly seconds: number;
  readonly answered: number;
  readonly violation: string | null;
};

export type Run = {
  readonly seed: number;
  readonly wanted: number;
  readonly report: TrialReport;
  readonly caught: readonly Caught[];
};

const number = (value: number) => Math.round(value).toLocaleString("en-GB");

/** The result of a long run as a page. */
export function writeReport({ seed, wanted, report, caught }: Run): string {
  const { seconds, answered, judged, groups, violations } = report;
  const shortfall =
    answered < wanted
      ? `\nThe run ended at its time limit, before the ${number(wanted)} operations that were asked for.\n`
      : "";
  return `# Linearizability under faults: the result of a long run

Written by \`npm run test:linearizability\`; what it means is in [docs/linearizability.md](../../docs/linearizability.md).

**${number(answered)} operations answered, ${number(violations.length)} violations.**
${shortfall}
- ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, seed ${seed}, ${number(seconds)} seconds (${number(answered / seconds)} operations a second with the faults)
- ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${number(totalmem() / 2 ** 30)} GB, Node.js ${process.version}; three API processes, PostgreSQL with fsync, clients and links all on it
- Judged: ${number(groups)} histories with ${number(judged)} operations, at most ${report.configurationsMax} configurations at once, ${number(report.judgingMs / 1_000)} s in all
- Clock of the third node: five minutes fast, then five minutes slow, changing at each of its restarts, by ${skewMeans}

## Operations

| operation | answered | of these | without an answer that tells anything |
|---|---|---|---|
${Object.entries(report.byKind).map(writeKind).join("\n")}

*unknown*: sent, and the connection was lost or nothing came in time. *unavailable*: 503. *failed*: 500. *unsent*: nobody took the
connection. Changes that ended in one of the first three stay open: they may happen at any later time, or never.

## Faults

| fault | times |
|---|---|
${Object.entries(report.faults)
  .map(([name, times]) => `| ${name} | ${times} |`)
  .join("\n")}

## Builds with a mistake, in the same harness

| mistake | found after | operations until then |
|---|---|---|
${caught.map(writeCaught).join("\n")}

${caught.map(writeExample).join("\n")}
${violations.length > 0 ? `## Violations\n\n${violations.map((text) => `\`\`\`\n${text}\n\`\`\``).join("\n\n")}\n` : ""}`;
}

function writeKind([kind, outcomes]: [string, Record<string, number>]): string {
  const tell = (isSilent: boolean) =>
    Object.entries(outcomes).filter(([outcome]) => silentOutcomes.includes(outcome) === isSilent);
  const list = (entries: [string, number][]) =>
    entries.map(([outcome, times]) => `${outcome} ${number(times)}`).join(", ");
  const answered = tell(false);
  const sum = answered.reduce((all, [, times]) => all + times, 0);
  return `| ${kind} | ${number(sum)} | ${list(answered)} | ${list(tell(true))} |`;
}

function writeCaught({ variant, seconds, answered, violation }: Caught): string {
  const found = violation === null ? "**not found**" : `${seconds.toFixed(1)} s`;
  return `| ${brokenVariants[variant].title} | ${found} | ${number(answered)} |`;
}

function writeExample({ variant, violation }: Caught): string {
  if (violation === null) return "";
  return `What was found of ${brokenVariants[variant].title} (times in ms since the history began):\n\n\`\`\`\n${violation}\n\`\`\`\n`;
}
