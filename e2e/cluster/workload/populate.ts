import { setTimeout as sleep } from "node:timers/promises";
import type { Scene } from "@/e2e/cluster/workload/desk";
import { createGroup, type Group } from "@/e2e/cluster/workload/group";
import type { Account, Land } from "@/e2e/cluster/workload/land";
import { pick } from "@/e2e/cluster/workload/random";

/** One group in so many has an account of its own, and ends with it. */
const ownAccountEvery = 6;
const sharedAccounts = 4;

export type Population = {
  /** A new group, its template user made over HTTP. Tries until it works; null once `isOver`. */
  next(isOver: () => boolean): Promise<Group | null>;
};

export async function openPopulation(land: Land, scene: Scene, changesPerGroup: number): Promise<Population> {
  const shared = await Promise.all(Array.from({ length: sharedAccounts }, land.makeAccount));
  let made = 0;
  return {
    async next(isOver) {
      const number = ++made;
      const ownsAccount = number % ownAccountEvery === 1;
      while (!isOver()) {
        const account = ownsAccount
          ? await land.makeAccount().catch(() => null)
          : (shared[number % sharedAccounts] ?? null);
        const userId = account && (await makeUser(scene, account, `svc-${number}-${scene.random()}`));
        if (account && userId) return createGroup(account, ownsAccount, userId, changesPerGroup);
        await sleep(50);
      }
      return null;
    },
  };
}

async function makeUser(scene: Scene, account: Account, name: string): Promise<string | null> {
  const { clients } = pick(scene.random, scene.desks);
  const answer = await clients.ask({
    method: "POST",
    path: "/api/v1.0/account/users",
    headers: { authorization: `Bearer ${account.control}` },
    body: { kind: "template", name, permissions: ["reports:read", "reports:write", "billing:read"] },
    patienceMs: 3_000,
  });
  return answer.kind === "answered" && answer.status === 201
    ? (JSON.parse(answer.body) as { id: string }).id
    : null;
}
