import { timingSafeEqual } from "node:crypto";
import { asText, type Connection } from "@/prisma/connection";
import { type Contexts, isStale, keepContext, openContexts } from "@/services/verification/contexts";
import {
  type LookedUp,
  type LookupRow,
  lookupColumns,
  lookupJoins,
  readRow,
  readTime,
} from "@/services/verification/lookup-row";
import { readTokenFacts } from "@/services/verification/token-facts";

/** What is looked up: the digest of a presented token (a character per byte), and the organization its request names. */
export type LookupKey = { readonly digest: string; readonly organizationId: string | null };

const digestBytes = 32;

// All digests come as one value, end to end: an array of them would have to be written and read as text.
const sought = (more: string) => `(
  SELECT n, substring($1::bytea, n * ${digestBytes} + 1, ${digestBytes}) AS "digest"${more}
  FROM generate_series(0, octet_length($1::bytea) / ${digestBytes} - 1) AS n
  OFFSET 0) q`;

/** Behind `lookupColumns`. */
const digestColumn = 36;
const staleColumn = 37;

/** One statement is one snapshot: secret, token, tenant, organization, user and membership can never contradict each other. */
export const wholeText = `
SELECT ${lookupColumns}, s."digest", ${isStale("$3", "$4", "$5")}
FROM ${sought(`, ($2::uuid[])[n + 1] AS "organizationId"`)}
JOIN "TokenSecret" s ON s."digest" = q."digest"
JOIN "Token" t ON t."id" = s."tokenId"
${lookupJoins}`;

/**
 * The same of the secrets' rows alone: each holds a copy of its token's facts, and all else is known as long as nothing has changed. A
 * destroyed secret has a copy of long ago, or none.
 */
export const shortText = `
SELECT q.n, s."digest", ${isStale("$2", "$3", "$4")}, s."id", s."retiresAt", CASE WHEN s."destroyedAt" IS NULL THEN s."tokenFacts" END
FROM ${sought("")}
JOIN "TokenSecret" s ON s."digest" = q."digest"`;

/** Makes what looks secrets up, all keys of a call in one statement as a rule; answers in their order, null where no secret has the digest. */
export function createSecretReader(): (
  connection: Connection,
  keys: readonly LookupKey[],
) => Promise<(LookedUp | null)[]> {
  let current: Contexts | null = null;
  const drop = (stale: Contexts) => {
    if (current === stale) current = null;
  };
  const sessions = new WeakSet<Connection>();
  let sessionsBegun = 0;

  return async (connection, keys) => {
    const found = new Array<LookedUp | null>(keys.length).fill(null);
    // A server that crashed ends all sessions and gives numbers of transactions once more that it gave before, and a database that
    // was made anew from a backup ends them too: what was read in sessions of before is not believed in one that began since.
    if (!sessions.has(connection)) {
      sessions.add(connection);
      sessionsBegun += 1;
      current = null;
    }
    const contexts = current;
    if (contexts === null) {
      const begun = sessionsBegun;
      const opened = await openContexts(connection);
      if (begun === sessionsBegun) current ??= opened;
      if (!(await readWhole(connection, keys, null, opened, found))) drop(opened);
      return found;
    }
    const whole = await readShort(connection, keys, contexts, found);
    if (whole === null) {
      drop(contexts);
      if (!(await readWhole(connection, keys, null, contexts, found))) drop(contexts);
    } else if (whole.length > 0 && !(await readWhole(connection, keys, whole, contexts, found))) {
      drop(contexts);
    }
    return found;
  };
}

/** Finds what can be told from secrets and contexts; says which keys must be read whole, null for all: the contexts may have changed. */
async function readShort(
  connection: Connection,
  keys: readonly LookupKey[],
  contexts: Contexts,
  found: (LookedUp | null)[],
): Promise<number[] | null> {
  const whole: number[] = [];
  const asked: number[] = [];
  for (let i = 0; i < keys.length; i++) (keys[i]!.organizationId === null ? asked : whole).push(i);
  if (asked.length === 0) return whole;
  const digests = joinDigests(keys, asked);
  const { rows } = await connection.query<string[]>({
    name: "keydesk-lookup-short",
    text: shortText,
    rowMode: "array",
    types: asText,
    values: [digests, ...contexts.since],
  });
  const kept = Buffer.from(digests);
  for (const row of rows as readonly LookupRow[]) {
    if (row[2] !== "f") return null;
    const n = Number(row[0]);
    writeDigest(kept, n, row[1]!);
    const copied = row[5] === null ? null : readTokenFacts(row[5]!);
    const context = copied === null ? undefined : contexts.known.get(copied.contextKey);
    const isGateway = copied?.token.type === "gateway";
    const gateway = isGateway ? contexts.gateways.get(copied.token.id) : null;
    if (copied === null || context === undefined || gateway === undefined) {
      whole.push(asked[n]!);
      continue;
    }
    const { account, organization, user, client } = context;
    found[asked[n]!] = {
      facts: {
        secretId: row[3]!,
        retiresAt: readTime(row[4]!),
        destroyedAt: null,
        token: copied.token,
        account,
        organization,
        user,
        askedOrganization: null,
        client,
      },
      gateway,
    };
  }
  compareDigests(kept, digests);
  return whole;
}

/** Reads all of these keys, null for each of them, and keeps what it can for later; says whether `contexts` hold on. */
async function readWhole(
  connection: Connection,
  keys: readonly LookupKey[],
  only: readonly number[] | null,
  contexts: Contexts,
  found: (LookedUp | null)[],
): Promise<boolean> {
  const asked = only ?? keys.map((_, i) => i);
  const digests = joinDigests(keys, asked);
  const hasOrganization = asked.some((i) => keys[i]!.organizationId !== null);
  const { rows } = await connection.query<string[]>({
    name: "keydesk-lookup",
    text: wholeText,
    rowMode: "array",
    types: asText,
    values: [digests, hasOrganization ? asked.map((i) => keys[i]!.organizationId) : null, ...contexts.since],
  });
  const kept = Buffer.from(digests);
  let holds = true;
  for (const row of rows as readonly LookupRow[]) {
    const n = Number(row[0]);
    writeDigest(kept, n, row[digestColumn]!);
    const lookedUp = readRow(row);
    found[asked[n]!] = lookedUp;
    if (row[staleColumn] === "f") keepContext(contexts, lookedUp);
    else holds = false;
  }
  compareDigests(kept, digests);
  return holds;
}

function joinDigests(keys: readonly LookupKey[], asked: readonly number[]): Buffer {
  const digests = Buffer.allocUnsafe(asked.length * digestBytes);
  for (let i = 0; i < asked.length; i++) {
    if (digests.write(keys[asked[i]!]!.digest, i * digestBytes, "latin1") !== digestBytes)
      throw new Error("a digest of 32 bytes");
  }
  return digests;
}

// The server's text of bytes begins with \\x.
function writeDigest(kept: Buffer, n: number, text: string): void {
  kept.write(text.slice(2), n * digestBytes, "hex");
}

// The index found them by equality; the comparison that counts takes the same time for every byte (ASVS 11.2.4), of all at once.
function compareDigests(kept: Buffer, digests: Buffer): void {
  if (!timingSafeEqual(kept, digests))
    throw new Error("a secret whose digest is not the one that was sought");
}
