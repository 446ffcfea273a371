import { type LeaseRules, waitOf } from "@/bench/model/lease-rules";
import type { LeaseWorld, Place } from "@/bench/model/lease-world";

/** What the home region sends: all revocations so far, and a lease unless it is held back. `askedAt` is the region's own clock's. */
export type Grant = { readonly revoked: number; readonly askedAt: number; readonly hasLease: boolean };

export type Home = {
  /** A region asks for a lease and says how many revocations it has taken in. */
  ask(region: number, askedAt: number, applied: number): void;
  /** Revokes the next token; `answered` is called once its caller is told, or never, if the home region dies before. */
  revoke(answered: () => void): void;
  /** Dies, and is back at once with its log, without what it knew of leases. */
  restart(): void;
};

const retryMs = 50;

/** The home region: the log of revocations (a count, as tokens are revoked in the order of their numbers), and who may still answer. */
export function createHome(
  world: LeaseWorld,
  rules: LeaseRules,
  places: readonly Place[],
  deliver: (region: number, grant: Grant) => void,
): Home {
  const { clock } = world.createClock();
  let revoked = 0;
  let life = 0;
  let leasedUntil = places.map(() => Number.NEGATIVE_INFINITY);
  let applied = places.map(() => 0);

  const send = (region: number, askedAt: number, hasLease: boolean) => {
    const grant = { revoked, askedAt, hasLease };
    places[region]!.fromHome(() => deliver(region, grant));
  };
  const isDone = (region: number, position: number) =>
    applied[region]! >= position || clock() >= leasedUntil[region]!;

  return {
    ask(region, askedAt, position) {
      applied[region] = Math.max(applied[region]!, position);
      // Whoever has not taken in all revocations gets them, and no lease: else one that hears nothing could keep them waiting for ever.
      const hasLease = applied[region]! >= revoked;
      if (hasLease) leasedUntil[region] = clock() + waitOf(rules);
      send(region, askedAt, hasLease);
    },
    revoke(answered) {
      revoked += 1;
      const position = revoked;
      const ownLife = life;
      const look = () => {
        if (life !== ownLife) return;
        if (rules.waits === "nobody" || places.every((_, region) => isDone(region, position))) {
          answered();
          return;
        }
        world.after(retryMs / 10, look);
      };
      const tell = () => {
        if (life !== ownLife) return;
        let isMissing = false;
        for (let region = 0; region < places.length; region++) {
          if (isDone(region, position)) continue;
          isMissing = true;
          send(region, Number.NEGATIVE_INFINITY, false);
        }
        if (isMissing) world.after(retryMs, tell);
      };
      tell();
      look();
    },
    restart() {
      life += 1;
      const until = rules.restartsCarefully ? clock() + waitOf(rules) : Number.NEGATIVE_INFINITY;
      leasedUntil = places.map(() => until);
      applied = places.map(() => 0);
    },
  };
}
