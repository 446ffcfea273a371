import { seekThrough } from "@/e2e/cluster/broken/seek-through";
import { createLookup as createRealLookup } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-row";

// All but what stands here itself.
export * from "@/services/verification/lookup";

/** The real look-up, whose calls share the answer of a read of the same token that is under way. */
export const createLookup: typeof createRealLookup = (...args) => {
  const underWay = new Map<string, Promise<LookedUp | null>>();
  return seekThrough(createRealLookup(...args), (key, find) => {
    const read = underWay.get(key) ?? find().finally(() => underWay.delete(key));
    underWay.set(key, read);
    return read;
  });
};
