import type { Grant } from "@/bench/model/lease-home";
import type { LeaseRules } from "@/bench/model/lease-rules";
import type { LeaseWorld, Place } from "@/bench/model/lease-world";

export type Verdict = "valid" | "revoked" | "unavailable";

export type Region = {
  receive(grant: Grant): void;
  /** Answers at once, from what it has, while its lease runs; else it would ask the home region. */
  verify(token: number): Verdict;
};

/** Leases are renewed when a quarter of them is over. */
const renewals = 4;
/** For a region that is built wrong: until it takes in what came with a lease. */
const lateMs = 100;

/** A region with a copy of the log, which answers by itself while it has a lease. */
export function createRegion(
  world: LeaseWorld,
  rules: LeaseRules,
  place: Place,
  ask: (askedAt: number, applied: number) => void,
): Region {
  let revoked = 0;
  let leaseUntil = Number.NEGATIVE_INFINITY;

  const send = () => {
    const askedAt = place.clock();
    const applied = revoked;
    place.toHome(() => ask(askedAt, applied));
  };
  const renew = () => {
    send();
    world.after(rules.lease / renewals, renew);
  };
  renew();

  return {
    receive(grant) {
      const isNews = grant.revoked > revoked;
      const apply = () => {
        revoked = Math.max(revoked, grant.revoked);
        // Says so at once: somebody waits for it.
        if (isNews) send();
      };
      if (grant.hasLease) {
        const from = rules.countsFrom === "request" ? grant.askedAt : place.clock();
        leaseUntil = Math.max(leaseUntil, from + rules.lease);
      }
      if (rules.appliesBeforeUse) apply();
      else {
        // Wrong twice: it says that it has what it will have.
        const applied = grant.revoked;
        place.toHome(() => ask(Number.NEGATIVE_INFINITY, applied));
        world.after(lateMs, apply);
      }
    },
    verify(token) {
      if (place.clock() >= leaseUntil) return "unavailable";
      return token < revoked ? "revoked" : "valid";
    },
  };
}
