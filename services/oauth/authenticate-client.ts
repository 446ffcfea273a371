import { timingSafeEqual } from "node:crypto";
import { isClientId, isClientSecret } from "@/domain/oauth/client-credentials";
import { recordAudit } from "@/services/audit/record";
import type { BaseContext, Claim } from "@/services/kernel/context";
import {
  type CountedGuess,
  countGuess,
  findGuessStanding,
  isKnownPlace,
  noteProof,
} from "@/services/oauth/client-throttle";

/** What a client presents, from whichever place in the request. */
export type ClientCredentials = { readonly clientId: string; readonly secret: string };

export type ClientAuthentication =
  | { readonly kind: "client"; readonly claim: Extract<Claim, { kind: "client" }> }
  /** Unknown, wrong secret, disabled or deleted: all alike. */
  | { readonly kind: "refused" }
  /** Too many wrong secrets for this client from this address. */
  | { readonly kind: "slowed"; readonly waitSeconds: number };

type ClientRow = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly disabledAt: Date | null;
  readonly deletedAt: Date | null;
};

/**
 * Authenticates an API client by id and secret (RFC 6749 §2.3.1). The same work for every id: digest, comparison in constant time
 * (ASVS 11.2.4). The claim is proven again in the transaction that relies on it. Of wrong answers for a client that exists, the first
 * and the one that locks are in its account's trail; the rest would let anybody fill it.
 * Throws when the database does not answer: no counting, no guessing.
 */
export async function authenticateClient(
  base: BaseContext,
  { clientId, secret }: ClientCredentials,
): Promise<ClientAuthentication> {
  const { db, keys } = base;
  const key = `${keys.digest(`client|${clientId}`).toString("base64url")}|${base.origin.ip ?? "unknown"}`;
  const standing = await findGuessStanding(db, key);
  if (standing.waitSeconds !== null && !(await isKnownPlace(db, key))) {
    return { kind: "slowed", waitSeconds: standing.waitSeconds };
  }
  const client: ClientRow | null = isClientId(clientId)
    ? await db.apiClient.findUnique({
        where: { clientId },
        select: { id: true, accountId: true, name: true, digest: true, disabledAt: true, deletedAt: true },
      })
    : null;
  const digest = new Uint8Array(keys.digest(secret));
  const matches = timingSafeEqual(digest, client?.digest ?? nobodys);
  if (client !== null && matches && isClientSecret(secret) && isLive(client)) {
    await noteProof(db, key, standing);
    return { kind: "client", claim: { kind: "client", apiClientId: client.id, digest } };
  }
  const counted = await countGuess(db, key);
  if (client !== null && counted.worthEvent) await recordFailure(base, client, matches, counted);
  const { waitSeconds } = counted;
  return waitSeconds === null ? { kind: "refused" } : { kind: "slowed", waitSeconds };
}

// No string has this digest, as far as anybody can tell.
const nobodys = new Uint8Array(32);

function isLive(client: ClientRow): boolean {
  return client.disabledAt === null && client.deletedAt === null;
}

async function recordFailure(
  base: BaseContext,
  client: ClientRow,
  matches: boolean,
  { waitSeconds }: CountedGuess,
): Promise<void> {
  const state = client.deletedAt === null ? "the client is disabled" : "the client is deleted";
  const reason = waitSeconds !== null ? "too many attempts" : matches ? state : "wrong client secret";
  await base.db.$transaction((tx) =>
    recordAudit(tx, base.now(), base.origin, {
      accountId: client.accountId,
      actor: { kind: "client", id: client.id, name: client.name },
      action: "api_client.authentication_failed",
      outcome: "refused",
      target: { kind: "api_client", id: client.id, name: client.name },
      details: { reason },
    }),
  );
}
