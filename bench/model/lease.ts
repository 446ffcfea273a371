import { createHome, type Home } from "@/bench/model/lease-home";
import { createRegion, type Region } from "@/bench/model/lease-region";
import type { LeaseRules } from "@/bench/model/lease-rules";
import { createLeaseWorld, type Weather } from "@/bench/model/lease-world";
import { createRandom } from "@/e2e/cluster/workload/random";

export type LeaseRun = {
  readonly rules: LeaseRules;
  readonly weather: Weather;
  readonly regions: number;
  readonly seconds: number;
  /** How often the home region dies. */
  readonly restarts: number;
  readonly seed: number;
};

export type LeaseFindings = {
  /** Verifications that began after the answer of their token's revocation, and said valid. */
  readonly violations: number;
  readonly verifications: number;
  /** Of them, those that a region could not answer by itself. */
  readonly unavailable: number;
  /** How long each answered revocation took, in milliseconds. */
  readonly revokeMs: readonly number[];
};

const revokeEveryMs = 400;
const verifyEveryMs = 3;

/** Runs the protocol among regions and watches its promise from outside, with the one clock that no region has. */
export function runLeases({ rules, weather, regions, seconds, restarts, seed }: LeaseRun): LeaseFindings {
  const random = createRandom(seed);
  const world = createLeaseWorld(weather, random);
  const places = Array.from({ length: regions }, () => world.createPlace());
  const all: Region[] = [];
  const home: Home = createHome(world, rules, places, (region, grant) => all[region]?.receive(grant));
  places.forEach((place, index) => {
    all.push(createRegion(world, rules, place, (askedAt, applied) => home.ask(index, askedAt, applied)));
  });

  const revokeMs: number[] = [];
  const answered = new Set<number>();
  let begun = 0;
  let violations = 0;
  let verifications = 0;
  let unavailable = 0;

  const revoke = () => {
    const token = begun++;
    const from = world.now();
    home.revoke(() => {
      answered.add(token);
      revokeMs.push(world.now() - from);
    });
    world.after(random() * 2 * revokeEveryMs, revoke);
  };
  // Mostly about tokens that are being revoked: who else could be answered wrongly?
  const verify = () => {
    const token = Math.max(0, begun - 1 - Math.floor(random() * 8));
    const region = all[Math.floor(random() * regions)]!;
    const isAnswered = answered.has(token);
    const verdict = region.verify(token);
    verifications += 1;
    if (verdict === "unavailable") unavailable += 1;
    if (verdict === "valid" && isAnswered) violations += 1;
    world.after(random() * 2 * verifyEveryMs, verify);
  };
  world.after(500, revoke);
  world.after(500, verify);
  for (let i = 0; i < restarts; i++) world.after(random() * seconds * 1_000, () => home.restart());
  world.runUntil(seconds * 1_000);
  return { violations, verifications, unavailable, revokeMs };
}
