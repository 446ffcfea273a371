import { createMeter } from "@/services/metrics/meter";
import {
  type BatchBounds,
  createBatchedLookup,
  type LookupMeter,
  type LookupRule,
} from "@/services/verification/batched-lookup";
import {
  type KeyLookupKey,
  lookUpAllKeys,
  type SigningSecret,
} from "@/services/verification/key-lookup-statement";
import {
  type LookedUp,
  type LookupKey,
  lookUpAll,
  lookupSettings,
} from "@/services/verification/lookup-statement";

/** Bounds of the look-ups, once. */
export const lookupBounds = {
  connections: 2,
  keysPerStatementMax: 512,
  waitingMax: 10_000,
  connectMsMax: 1_000,
  statementMsMax: 1_000,
  awayMs: 200,
} as const satisfies BatchBounds;

export type LookupBounds = BatchBounds;

export type Lookup = {
  /**
   * What the database knows of this digest, read by a statement that starts after this call. Null: no such secret.
   * Rejects with `VerificationUnavailable`.
   */
  find(digest: Buffer, organizationId: string | null): Promise<LookedUp | null>;
  /** The secrets with which the API key of this id may have signed; read, and rejected, as by `find`. Empty: no such key. */
  findKey(tokenId: string, organizationId: string | null): Promise<readonly SigningSecret[]>;
  /** Statements and keys sent so far. */
  counts(): { readonly statements: number; readonly keys: number };
  /** Calls that wait for a statement to begin. */
  waiting(): number;
  close(): void;
};

const byDigest: LookupRule<LookupKey, LookedUp | null> = {
  identify: ({ digest, organizationId }) => digest.toString("latin1") + (organizationId ?? ""),
  readAll: lookUpAll,
  settings: lookupSettings,
};

const byTokenId: LookupRule<KeyLookupKey, readonly SigningSecret[]> = {
  identify: ({ tokenId, organizationId }) => tokenId + (organizationId ?? ""),
  readAll: lookUpAllKeys,
  settings: lookupSettings,
};

/** Look-ups of one process. Each kind has a queue and connections of its own, opened at its first use. */
export function createLookup(
  databaseUrl: string,
  bounds: LookupBounds = lookupBounds,
  meter: LookupMeter = createMeter(),
): Lookup {
  const secrets = createBatchedLookup(databaseUrl, byDigest, bounds, meter);
  const keys = createBatchedLookup(databaseUrl, byTokenId, bounds, meter);
  return {
    find: (digest, organizationId) => secrets.find({ digest, organizationId }),
    findKey: (tokenId, organizationId) => keys.find({ tokenId, organizationId }),
    counts() {
      const [a, b] = [secrets.counts(), keys.counts()];
      return { statements: a.statements + b.statements, keys: a.keys + b.keys };
    },
    waiting: () => secrets.waiting() + keys.waiting(),
    close() {
      secrets.close();
      keys.close();
    },
  };
}
