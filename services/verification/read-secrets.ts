import { asText, type Connection } from "@/prisma/connection";
import { type Contexts, isStale, keepContext, openContexts } from "@/services/verification/contexts";
import {
  type LookedUp,
  type LookupRow,
  lookupColumns,
  lookupJoins,
  readRow,
} from "@/services/verification/lookup-row";
import { readShort } from "@/services/verification/read-short";
import { compareDigests, joinDigests, type LookupKey, sought } from "@/services/verification/sought-digests";

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
  const places: number[] = [];
  let foundDigests = "";
  let holds = true;
  for (const row of rows as readonly LookupRow[]) {
    const n = Number(row[0]);
    places.push(n);
    // The server's text of bytes begins with \\x.
    foundDigests += row[digestColumn]!.slice(2);
    const lookedUp = readRow(row);
    found[asked[n]!] = lookedUp;
    if (row[staleColumn] === "f") keepContext(contexts, lookedUp);
    else holds = false;
  }
  compareDigests(digests, Buffer.from(foundDigests, "hex"), places);
  return holds;
}
