import { isSignedBy, type ParsedJwt } from "@/domain/verification/jwt";
import type { Keyring } from "@/services/keys/keyring";
import type { Lookup } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-row";

/**
 * The API key that a JWT names, with the secret that signed it; during a rotation each of the two may. Null when there is no
 * such key or none of its secrets signed. A deleted key has no secret left to prove anything by: its tombstone is found for
 * every signature, so that its JWTs are refused as revoked. Rejects with `VerificationUnavailable`.
 */
export async function findSigner(
  { lookup, keys }: { readonly lookup: Pick<Lookup, "findKey">; readonly keys: Pick<Keyring, "envelope"> },
  jwt: ParsedJwt,
  organizationId: string | null,
): Promise<LookedUp | null> {
  const secrets = await lookup.findKey(jwt.keyId, organizationId);
  for (const found of secrets) {
    const { facts, sealed } = found;
    if (sealed === null) continue;
    const place = { accountId: facts.account.id, tokenId: facts.token.id, secretId: facts.secretId };
    const secret = keys.envelope.open(sealed, place);
    if (secret !== null && (await isSignedBy(jwt, secret))) return found;
  }
  return secrets.find(({ facts }) => facts.token.deletedAt !== null) ?? null;
}
