import { afterAll, beforeAll, expect, test } from "vitest";
import { decideThen } from "@/domain/audit/point-in-time/decide-then";
import { type Ask, decide } from "@/domain/verification/decide";
import { loadTokensThen } from "@/services/audit/point-in-time/load-then";
import { beginLife, type Life, liveOn } from "@/services/audit/point-in-time/testing/random-life";
import { createRandom } from "@/services/seed/demo/random";
import { testKeys } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { createTenant } from "@/services/testing/world";
import { endRetiredSecrets } from "@/services/upkeep/end-retired-secrets";
import { forgetClientTokens } from "@/services/upkeep/forget-client-tokens";
import { createLookup, type Lookup, lookupBounds } from "@/services/verification/lookup";

let world: OpenWorld;
let lookup: Lookup;
beforeAll(async () => {
  world = await openWorld();
  lookup = createLookup(world.url, {
    ...lookupBounds,
    statementMsMax: 10_000,
    connectMsMax: 10_000,
    waitMsMax: 10_000,
  });
});
afterAll(async () => {
  lookup.close();
  await world.close();
});

const call = { scheme: null, organization: null, purpose: "access" } as const;
const asks: readonly Ask[] = [
  { ...call, ip: "10.1.2.3", permission: null },
  { ...call, ip: "192.0.2.1", permission: "reports:read" },
];

/** What the verifier says of a secret at this moment, for each question. */
type Truth = { readonly at: Date; readonly said: ReadonlyMap<string, readonly string[]> };
const keyOf = (tokenId: string, generation: number) => `${tokenId} ${generation}`;

async function ask(life: Life): Promise<Truth> {
  const at = world.clock.now;
  const said = await Promise.all(
    life.secrets.map(async ({ tokenId, generation, text }) => {
      const found = await lookup.find(testKeys.digest(text), null);
      const answers = asks.map((each) => {
        const { verdict, permissions } = decide(found?.facts ?? null, each, at);
        return `${verdict} ${permissions.join(" ")}`;
      });
      return [keyOf(tokenId, generation), answers] as const;
    }),
  );
  return { at, said: new Map(said) };
}

/** What the log alone says, long afterwards. */
async function reconstruct(life: Life, at: Date): Promise<Truth> {
  const question = {
    db: world.db,
    accountId: life.tenant.accountId,
    at,
    wholeSince: null,
    withRecords: false,
  };
  const said = new Map<string, readonly string[]>();
  for (const { id, state } of await loadTokensThen(question, life.tokenIds)) {
    if (state.token.existence.known && state.token.existence.value === "not_yet") continue;
    for (const secret of state.token.secrets) {
      const answers = asks.map((each) => {
        const { verdict, permissions, missing } = decideThen(state, secret, each, at);
        return `${verdict} ${permissions?.join(" ")}${missing.map((name) => ` without ${name}`).join("")}`;
      });
      said.set(keyOf(id, secret.generation), answers);
    }
  }
  return { at, said };
}

async function stayInside(): Promise<void> {
  const now = world.clock.now;
  await world.db.session.updateMany({
    where: { endedAt: null },
    data: {
      lastSeenAt: now,
      reauthenticatedAt: now,
      expiresAt: new Date(now.getTime() + 86_400_000),
    },
  });
}

test.each(["spring", "summer"])(
  "the log alone tells what the verifier said of every secret at every moment of a random history (%s)",
  async (season) => {
    const random = createRandom(`histories of ${season}`);
    const lives: Life[] = [];
    for (const name of ["Acme", "Borealis"])
      lives.push(await beginLife(world, await createTenant(world.db, world.clock, `${name} in ${season}`)));
    const truths: { life: Life; truth: Truth }[] = [];
    for (let step = 1; step <= 200; step++) {
      world.clock.advance(random.whole(1, 3 * 3600));
      await stayInside();
      const life = random.pick(lives);
      await liveOn(world, life, random);
      if (step % 10 === 0) for (const each of lives) truths.push({ life: each, truth: await ask(each) });
    }
    // What upkeep takes away later is no loss: the log does not rest on it.
    world.clock.advance(40 * 86_400);
    await world.db.$transaction((tx) => endRetiredSecrets.run(tx, world.clock.now, 1_000));
    await world.db.$transaction((tx) => forgetClientTokens.run(tx, world.clock.now, 1_000));
    const met = new Set<string>();
    for (const { life, truth } of truths) {
      const told = await reconstruct(life, truth.at);
      expect([...told.said].sort(), truth.at.toISOString()).toEqual([...truth.said].sort());
      for (const [first] of truth.said.values()) met.add(first!.split(" ")[0]!);
    }
    // A history in which everything always worked would prove little.
    expect([...met].sort()).toEqual(
      expect.arrayContaining(["disabled", "expired", "owner_inactive", "plan_required", "revoked", "valid"]),
    );
  },
  // Four seconds; on a machine that does much else at the time, a minute.
  180_000,
);
