import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { bundlePrograms } from "@/scripts/bootstrap/bundles.mjs";
import { createProgress } from "@/scripts/bootstrap/progress.mjs";
import { bundleWithMistake } from "@/scripts/crashes/broken-bundle";
import { openDeployment } from "@/scripts/crashes/deployment";
import { prepareGround } from "@/scripts/crashes/ground";
import { type Mistake, writeReport } from "@/scripts/crashes/report";
import { type Round, runTrial } from "@/scripts/crashes/trial";

// npm run test:crashes -- --kills 50
const { values } = parseArgs({ options: { kills: { type: "string", default: "50" } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) {
  console.error("--kills must be a whole number of at least 1.");
  process.exit(2);
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const mistakeKillsMax = 40;

/** Kills until something is found; the number of kills, or null. */
async function killsUntilFound(bundle: string | undefined, prepare?: (url: string) => Promise<void>) {
  const deployment = await openDeployment({ bundle });
  try {
    await prepare?.(deployment.databaseUrl);
    const ground = await prepareGround(deployment);
    const rounds = await runTrial(deployment, ground, { rounds: mistakeKillsMax, untilFound: /./ });
    const found = rounds.at(-1)?.violations ?? [];
    console.log(
      `     ${found.length} violations after ${rounds.length} kills, the first: ${found[0] ?? "none"}`,
    );
    return found.length === 0 ? null : rounds.length;
  } finally {
    await deployment.stop();
  }
}

async function loseWhatIsAcknowledged(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("ALTER DATABASE keydesk SET synchronous_commit = off");
  await client.end();
}

async function tryMistakes(): Promise<Mistake[]> {
  const mistakes: Mistake[] = [];
  console.log("with synchronous_commit off:");
  mistakes.push({
    what: "`synchronous_commit = off` in the database",
    kills: await killsUntilFound(undefined, loseWhatIsAcknowledged),
  });
  for (const [mistake, what] of [
    ["later", "audit events are written 150 ms after the transaction"],
    ["beside", "audit events are written by another connection, a moment before the transaction commits"],
  ] as const) {
    console.log(`with an API in which ${what}:`);
    const { file, remove } = await bundleWithMistake(mistake);
    mistakes.push({ what, kills: await killsUntilFound(file).finally(remove) });
  }
  return mistakes;
}

async function killTheProduct(): Promise<Round[]> {
  const deployment = await openDeployment();
  try {
    const ground = await prepareGround(deployment);
    return await runTrial(deployment, ground, {
      rounds: kills,
      onRound(round, number) {
        console.log(
          `${String(number).padStart(3)}: ${round.killed} processes killed; ${round.acknowledged} acknowledged, ${round.refused} refused, ` +
            `${round.unknown} unknown, ${round.events} events; ${round.lostUses} of ${round.uses} uses lost (${Math.round(round.lostAgeMs)} ms); ` +
            `back in ${Math.round(round.recoveryMs)} ms; ${round.violations.length} violations`,
        );
        for (const violation of round.violations.slice(0, 10)) console.log(`     ✗ ${violation}`);
      },
    });
  } finally {
    await deployment.stop();
  }
}

await bundlePrograms(root, createProgress(process.stdout));
const isGood = writeReport(await killTheProduct(), await tryMistakes());
process.exitCode = isGood ? 0 : 1;
