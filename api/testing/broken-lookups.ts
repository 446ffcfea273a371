import type { Lookup } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-statement";

// Two mistakes that a look-up must not make, to show that the trials notice them.

/** Remembers what it found for `ms`, as a cache with an age does. */
export function cacheLookups(lookup: Lookup, ms: number): Lookup {
  const kept = new Map<string, { found: LookedUp | null; until: number }>();
  return {
    ...lookup,
    async find(digest, organizationId) {
      const key = digest.toString("hex");
      const hit = kept.get(key);
      if (hit !== undefined && hit.until > performance.now()) return hit.found;
      const found = await lookup.find(digest, organizationId);
      kept.set(key, { found, until: performance.now() + ms });
      return found;
    },
  };
}

/** Lets calls join a read that is under way; the read takes `ms` longer, as on a busy network. */
export function joinLookups(lookup: Lookup, ms: number): Lookup {
  const underWay = new Map<string, Promise<LookedUp | null>>();
  const slowly = async (digest: Buffer, organizationId: string | null) => {
    const found = await lookup.find(digest, organizationId);
    await new Promise((resolve) => setTimeout(resolve, ms));
    return found;
  };
  return {
    ...lookup,
    find(digest, organizationId) {
      const key = digest.toString("hex");
      const known = underWay.get(key);
      if (known !== undefined) return known;
      const asked = slowly(digest, organizationId).finally(() => underWay.delete(key));
      underWay.set(key, asked);
      return asked;
    },
  };
}
