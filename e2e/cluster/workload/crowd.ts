import { setTimeout as sleep } from "node:timers/promises";
import { changeGroup } from "@/e2e/cluster/workload/change-group";
import type { Desk, Scene } from "@/e2e/cluster/workload/desk";
import { type Group, type GroupToken, groupBounds, isFinished } from "@/e2e/cluster/workload/group";
import type { Population } from "@/e2e/cluster/workload/populate";
import { between, pick, type Random } from "@/e2e/cluster/workload/random";
import { verifyToken } from "@/e2e/cluster/workload/verify-token";

/** The share of changes after whose answer every node is asked at once. */
const askedEverywhere = 0.7;

export type CrowdPlan = {
  /** Groups that are asked about at the same time. */
  readonly groups: number;
  readonly changesPerGroup: number;
  readonly verifiersPerNode: number;
  readonly changersPerNode: number;
  /** At most this share of the answered operations are changes, which cost many times as much as a question. */
  readonly changeShare: number;
  /** Between two changes of one client. */
  readonly changePauseMs: readonly [number, number];
};

export type Crowd = {
  /** Asks nothing more; resolves when every answer is there, with the groups that were not finished. Rejects when a client failed. */
  stop(): Promise<void>;
  /** Rejects when a client fails. */
  readonly failed: Promise<never>;
};

/**
 * Clients of all nodes, each asking one thing after the other of its own node: verifiers at full speed, changers with pauses. Each
 * finished group is handed to `onFinished`, whole: nothing of it is under way any more.
 */
export function startCrowd(
  scene: Scene,
  population: Population,
  plan: CrowdPlan,
  onFinished: (group: Group) => void,
): Crowd {
  const { random } = scene;
  const groups = new Set<Group>();
  const leaving = new Set<Group>();
  let running = true;
  let growing = 0;

  const keep = () => {
    for (const group of groups) {
      if (!isFinished(group)) continue;
      groups.delete(group);
      leaving.add(group);
    }
    for (const group of leaving) {
      if (group.underWay > 0) continue;
      leaving.delete(group);
      onFinished(group);
    }
    while (running && groups.size + growing < plan.groups) {
      growing += 1;
      population
        .next(() => !running)
        .then((group) => {
          growing -= 1;
          if (group !== null) groups.add(group);
        }, fail);
    }
  };
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);

  const verifier = async (desk: Desk) => {
    while (running) {
      const group = [...groups][Math.floor(random() * groups.size)];
      const tokens = group?.tokens ?? [];
      if (group === undefined || tokens.length === 0) {
        await sleep(5);
        continue;
      }
      const isHeard = await verifyToken(scene, desk, group, pickToken(random, tokens));
      if (!isHeard) await sleep(20);
    }
  };
  let changes = 0;
  const changer = async (desk: Desk) => {
    while (running) {
      await sleep(between(random, ...plan.changePauseMs));
      const isAhead = changes > plan.changeShare * scene.tally.answered();
      // Of a group without a token there is nothing to ask: it gets one whatever the share.
      const open = [...groups].filter((one) => mayChange(one) && (!isAhead || one.tokens.length === 0));
      const group = open[Math.floor(random() * open.length)];
      if (group === undefined) continue;
      const token = await changeGroup(scene, desk, group);
      if (token !== null) changes += 1;
      // What has just been answered is asked about at once, everywhere.
      if (token !== null && random() < askedEverywhere) {
        await Promise.all(scene.desks.map((one) => verifyToken(scene, one, group, token)));
      }
    }
  };
  const clients = scene.desks.flatMap((desk) => [
    ...Array.from({ length: plan.verifiersPerNode }, () => verifier(desk)),
    ...Array.from({ length: plan.changersPerNode }, () => changer(desk)),
  ]);
  for (const client of clients) client.catch(fail);
  const keeper = setInterval(keep, 5);
  return {
    failed,
    async stop() {
      running = false;
      await Promise.all(clients);
      clearInterval(keeper);
      for (const group of [...groups, ...leaving]) onFinished(group);
    },
  };
}

// Those that are revoked must stay so, but there is more to learn of the others.
function pickToken(random: Random, tokens: readonly GroupToken[]): GroupToken {
  const alive = tokens.filter(({ isRevoked }) => !isRevoked);
  return pick(random, alive.length > 0 && random() < 0.85 ? alive : tokens);
}

function mayChange(group: Group): boolean {
  if (group.stage === "over") return false;
  return group.changesUnderWay < (group.stage === "ending" ? 1 : groupBounds.changesUnderWayMax);
}
