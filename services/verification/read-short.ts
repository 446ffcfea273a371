import { readBare } from "@/prisma/bare-read";
import type { Connection } from "@/prisma/connection";
import { type Contexts, isStale } from "@/services/verification/contexts";
import { type LookedUp, readTime } from "@/services/verification/lookup-row";
import { compareDigests, joinDigests, type LookupKey, sought } from "@/services/verification/sought-digests";
import { readTokenFacts } from "@/services/verification/token-facts";

/** Between the facts of two secrets. A token whose name holds it is read whole. */
const between = "\x1e";
const idLength = 36;

/**
 * What can be told from the secrets' rows alone: each holds a copy of its token's facts, and all else is known as long as nothing has
 * changed. A destroyed secret has a copy of long ago, or none. All secrets come as one row, as each would cost the server and the driver
 * more than it says: in columns their places, digests, ids, ends and facts.
 */
export const shortText = `
SELECT ${isStale("$2", "$3", "$4")}, string_agg(q.n::text, ','), encode(string_agg(s."digest", ''), 'hex'), string_agg(s."id"::text, ''),
       string_agg(COALESCE(s."retiresAt"::text, ''), ','),
       string_agg(CASE WHEN s."destroyedAt" IS NULL AND strpos(s."tokenFacts", E'\\x1e') = 0 THEN s."tokenFacts" ELSE '' END, E'\\x1e')
FROM ${sought("")}
JOIN "TokenSecret" s ON s."digest" = q."digest"`;

const statement = { name: "keydesk-lookup-short", text: shortText };

/** Finds what can be told from secrets and contexts; says which keys must be read whole, null for all: the contexts may have changed. */
export async function readShort(
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
  const rows = await readBare(connection, statement, [digests, ...contexts.since]);
  const [isStaleNow, numbers, foundDigests, ids, ends, texts] = rows[0]!;
  if (isStaleNow !== "f") return null;
  if (numbers === null) return whole;
  const places = numbers!.split(",").map(Number);
  compareDigests(digests, Buffer.from(foundDigests!, "hex"), places);
  const retiring = ends!.split(",");
  const facts = texts!.split(between);
  if (facts.length !== places.length) throw new Error("facts of as many secrets as were found");
  for (let i = 0; i < places.length; i++) {
    const key = asked[places[i]!]!;
    const retiresAt = retiring[i]!;
    const lookedUp = tell(facts[i]!, contexts, ids!.slice(i * idLength, (i + 1) * idLength), retiresAt);
    if (lookedUp === null) whole.push(key);
    else found[key] = lookedUp;
  }
  return whole;
}

function tell(text: string, contexts: Contexts, secretId: string, retiresAt: string): LookedUp | null {
  const copied = text === "" ? null : readTokenFacts(text);
  if (copied === null) return null;
  const context = contexts.known.get(copied.contextKey);
  const gateway = copied.token.type === "gateway" ? contexts.gateways.get(copied.token.id) : null;
  if (context === undefined || gateway === undefined) return null;
  return {
    facts: {
      secretId,
      retiresAt: retiresAt === "" ? null : readTime(retiresAt),
      destroyedAt: null,
      token: copied.token,
      account: context.account,
      organization: context.organization,
      user: context.user,
      askedOrganization: null,
      client: context.client,
    },
    gateway,
  };
}
