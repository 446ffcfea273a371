import type { SigningSecret } from "@/services/verification/key-lookup-statement";
import { type Lookup, seekBy } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-row";

// Two mistakes that a look-up must not make, to show that the trials notice them.

/** Remembers what it found for `ms`, as a cache with an age does. */
export function cacheLookups(lookup: Lookup, ms: number): Lookup {
  const secrets = createCache<LookedUp | null>(ms);
  const keys = createCache<readonly SigningSecret[]>(ms);
  return {
    ...lookup,
    ...seekBySlowly((digest, organizationId) =>
      secrets(digest.toString("hex"), () => lookup.find(digest, organizationId)),
    ),
    findKey: (tokenId, organizationId) => keys(tokenId, () => lookup.findKey(tokenId, organizationId)),
  };
}

function createCache<T>(ms: number) {
  const kept = new Map<string, { found: T; until: number }>();
  return async (key: string, find: () => Promise<T>): Promise<T> => {
    const hit = kept.get(key);
    if (hit !== undefined && hit.until > performance.now()) return hit.found;
    const found = await find();
    kept.set(key, { found, until: performance.now() + ms });
    return found;
  };
}

/** Lets calls join a read that is under way; reads take `ms` longer and answers up to as long, as on a busy network. */
export function joinLookups(lookup: Lookup, ms: number): Lookup {
  const underWay = new Map<string, Promise<LookedUp | null>>();
  const readSlowly = async (digest: Buffer, organizationId: string | null) => {
    const found = await lookup.find(digest, organizationId);
    await sleep(ms);
    return found;
  };
  let calls = 0;
  return {
    ...lookup,
    ...seekBySlowly(async (digest, organizationId) => {
      const key = digest.toString("hex");
      const read =
        underWay.get(key) ?? readSlowly(digest, organizationId).finally(() => underWay.delete(key));
      underWay.set(key, read);
      // Callers answered at the same moment would all ask again at the same moment, and never in the middle of a read.
      const place = calls++ % 16;
      const found = await read;
      await sleep((ms * place) / 16);
      return found;
    }),
  };
}

function seekBySlowly(find: Lookup["find"]): Pick<Lookup, "seek" | "find"> {
  return seekBy((digest, organizationId, told) => {
    find(Buffer.from(digest, "latin1"), organizationId).then(
      (found) => told(null, found),
      (error: Error) => told(error, null),
    );
  });
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
