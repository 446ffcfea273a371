import { createMeter } from "@/services/metrics/meter";
import {
  type BatchBounds,
  createBatchedLookup,
  type LookupMeter,
  type LookupRule,
  promiseOf,
  type Told,
} from "@/services/verification/batched-lookup";
import {
  type KeyLookupKey,
  lookUpAllKeys,
  type SigningSecret,
} from "@/services/verification/key-lookup-statement";
import { type LookedUp, lookupSettings } from "@/services/verification/lookup-row";
import { createSecretReader } from "@/services/verification/read-secrets";
import type { LookupKey } from "@/services/verification/sought-digests";

/** Bounds of the look-ups, once. */
export const lookupBounds = {
  connections: 2,
  keysPerStatementMax: 512,
  // Some 2,000 requests: 60 to 130 ms of work, and some 30 MB while the database stands still.
  waitingMax: 4_000,
  waitMsMax: 1_000,
  connectMsMax: 1_000,
  statementMsMax: 1_000,
  awayMs: 200,
} as const satisfies BatchBounds;

export type LookupBounds = BatchBounds;

export type Lookup = {
  /**
   * What the database knows of a digest (a character per byte, `Keyring.digestText`), read by a statement that starts after this
   * call. Null: no such secret. `told` must not throw.
   */
  seek(digest: string, organizationId: string | null, told: Told<LookedUp | null>): void;
  /** The same as a promise, which rejects with `VerificationUnavailable`. */
  find(digest: Buffer, organizationId: string | null): Promise<LookedUp | null>;
  /** The secrets with which the API key of this id may have signed; read, and rejected, as by `find`. Empty: no such key. */
  findKey(tokenId: string, organizationId: string | null): Promise<readonly SigningSecret[]>;
  /** Statements and keys sent so far. */
  counts(): { readonly statements: number; readonly keys: number };
  /** Calls that wait for a statement to begin. */
  waiting(): number;
  /** Opens the connections of `find`, so that no call waits for one. */
  open(): Promise<void>;
  close(): void;
};

const byDigest = (): LookupRule<LookupKey, LookedUp | null> => ({
  identify: ({ digest, organizationId }) => (organizationId === null ? digest : digest + organizationId),
  readAll: createSecretReader(),
  settings: lookupSettings,
});

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
  const secrets = createBatchedLookup(databaseUrl, byDigest(), bounds, meter);
  const keys = createBatchedLookup(databaseUrl, byTokenId, bounds, meter);
  return {
    ...seekBy((digest, organizationId, told) => secrets.seek({ digest, organizationId }, told)),
    findKey: (tokenId, organizationId) => promiseOf((told) => keys.seek({ tokenId, organizationId }, told)),
    counts() {
      const [a, b] = [secrets.counts(), keys.counts()];
      return { statements: a.statements + b.statements, keys: a.keys + b.keys };
    },
    waiting: () => secrets.waiting() + keys.waiting(),
    open: secrets.open,
    close() {
      secrets.close();
      keys.close();
    },
  };
}

/** The two ways to look a digest up, of which one is the other. */
export function seekBy(seek: Lookup["seek"]): Pick<Lookup, "seek" | "find"> {
  return {
    seek,
    find: (digest, organizationId) =>
      promiseOf((told) => seek(digest.toString("latin1"), organizationId, told)),
  };
}
