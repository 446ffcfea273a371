import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Deployment, killOrders } from "@/scripts/crashes/deployment";
import { findTreeFaults } from "@/scripts/crashes/find-tree-faults";
import { findViolations } from "@/scripts/crashes/find-violations";
import type { Ground } from "@/scripts/crashes/ground";
import { measureLoss } from "@/scripts/crashes/measure-loss";
import { readState, readUsage, type State, type UsageState } from "@/scripts/crashes/read-state";
import { Verifiers } from "@/scripts/crashes/verifiers";
import { Writers } from "@/scripts/crashes/writers";

export type Round = {
  readonly killed: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** Asked for, and cut off: done or not. */
  readonly unknown: number;
  readonly events: number;
  readonly uses: number;
  readonly lostUses: number;
  readonly lostAgeMs: number;
  readonly recoveryMs: number;
  readonly violations: readonly string[];
};

export type TrialOptions = {
  readonly rounds: number;
  readonly writers?: number;
  readonly verifiers?: number;
  /** Stop after the first round with a violation like this. */
  readonly untilFound?: RegExp;
  readonly onRound?: (round: Round, number: number) => void;
};

/** Writers and verifiers at work, everything killed, everything started again, everything compared; `rounds` times. */
export async function runTrial(
  deployment: Deployment,
  ground: Ground,
  options: TrialOptions,
): Promise<Round[]> {
  const writers = new Writers(ground, deployment.apiUrls);
  const verifiers = new Verifiers(ground, deployment.apiUrls);
  await deployment.startApis();
  let before = await look(deployment, ground.tenant.accountId);
  // The tenant was made without events; so was what it began with.
  const told = new Set(before.state.events.map(({ targetId }) => targetId));
  const untold = new Set(before.state.rows.map(({ id }) => id).filter((id) => !told.has(id)));
  const rounds: Round[] = [];
  const seen = new Set<string>();
  for (let number = 1; number <= options.rounds; number++) {
    writers.start(number, options.writers ?? 10);
    verifiers.start(options.verifiers ?? 3);
    await untilAtWork(writers, number);
    await sleep(Math.random() * 1_200);
    const killedAt = performance.now();
    const killed = await deployment.kill(
      killOrders[number % killOrders.length] ?? "together",
      Math.random() * 30,
    );
    await Promise.all([writers.stop(), verifiers.stop()]);
    const restartedAt = performance.now();
    await deployment.restart();
    const recoveryMs = performance.now() - restartedAt;
    await writers.repeatUnknown(number);
    const after = await look(deployment, ground.tenant.accountId);
    const losses = [...verifiers.uses].map(([id, uses]) =>
      measureLoss(id, uses, (after.usage.totals.get(id) ?? 0) - (before.usage.totals.get(id) ?? 0), killedAt),
    );
    const asked = writers.asked.filter((one) => one.round === number);
    const count = (outcome: string) => asked.filter((one) => one.outcome === outcome).length;
    const round: Round = {
      killed,
      acknowledged: count("done"),
      refused: count("refused"),
      unknown: count("unknown"),
      events: after.state.events.length - before.state.events.length,
      uses: [...verifiers.uses.values()].reduce((sum, { answeredAt }) => sum + answeredAt.length, 0),
      lostUses: losses.reduce((sum, { uses }) => sum + uses, 0),
      lostAgeMs: Math.max(...losses.map(({ ageMs }) => ageMs)),
      recoveryMs,
      violations: [
        ...findViolations(writers.asked, after.state, before.state.events, untold),
        ...losses.flatMap(({ violations }) => violations),
        ...(after.usage.differing === 0 ? [] : ["the account's sums of usage are not those of its tokens"]),
        ...verifiers.wrong.splice(0).map((answer) => `a busy token was answered ${answer}`),
        ...(await findWrongSecrets(writers, verifiers, after.state)),
        ...after.treeFaults,
      ].filter((violation) => !seen.has(violation)),
    };
    for (const violation of round.violations) seen.add(violation);
    rounds.push(round);
    options.onRound?.(round, number);
    if (round.violations.some((violation) => options.untilFound?.test(violation))) break;
    before = after;
  }
  return rounds;
}

// A process that has just started is slow at first: a kill then would meet few writers.
async function untilAtWork(writers: Writers, number: number): Promise<void> {
  const until = Date.now() + 60_000;
  const isBusy = () =>
    writers.asked.filter(({ round, outcome }) => round === number && outcome === "done").length >= 30;
  while (!isBusy() && Date.now() < until) await sleep(10);
}

/** Reads everything once nothing waits for the sealer or the journal any more. */
async function look(
  deployment: Deployment,
  accountId: string,
): Promise<{ state: State; usage: UsageState; treeFaults: readonly string[] }> {
  const client = new pg.Client({ connectionString: deployment.databaseUrl });
  await client.connect();
  try {
    const until = Date.now() + 120_000;
    for (;;) {
      const state = await readState(client, accountId);
      const usage = await readUsage(client);
      if ((state.waiting === 0 && usage.journal === 0) || Date.now() > until)
        return { state, usage, treeFaults: await findTreeFaults(client, accountId) };
      await sleep(50);
    }
  } finally {
    await client.end();
  }
}

// The newest secret that anybody was shown works exactly when it is the current one of a token that is switched on.
async function findWrongSecrets(writers: Writers, verifiers: Verifiers, state: State): Promise<string[]> {
  const found: string[] = [];
  for (const { kind, id, facts } of state.rows.slice(-60)) {
    const secret = kind === "token" ? writers.secrets.get(id) : undefined;
    if (secret === undefined || secret.slice(-4) !== facts.last4) continue;
    const { body } = await verifiers.verify(secret);
    const expected = facts.deleted ? "revoked" : facts.disabled ? "disabled" : "valid";
    // A template user who was switched off takes the token along.
    if (body.verdict !== expected && body.verdict !== "owner_inactive") {
      found.push(`the secret of ${id} is told ${body.verdict}, and the token is ${expected}`);
    }
  }
  return found;
}
