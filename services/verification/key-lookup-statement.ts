import { asText, type Connection } from "@/prisma/connection";
import type { SealedSecret } from "@/services/keys/envelope";
import {
  type LookedUp,
  type LookupRow,
  lookupColumns,
  lookupJoins,
  readRow,
} from "@/services/verification/lookup-row";

/** What is looked up: the id of an API key, as a JWT names it, and the organization its request names. */
export type KeyLookupKey = { readonly tokenId: string; readonly organizationId: string | null };

/** A secret that is not destroyed, with its token's facts; `sealed` null where there is none left: a tombstone. */
export type SigningSecret = LookedUp & { readonly sealed: SealedSecret | null };

/** Token and ciphertexts are of one snapshot: a secret that was destroyed before it is not among them. */
export const keyLookupText = `
SELECT ${lookupColumns},
       x."keyId", x."wrappedKey", x."ciphertext"
FROM unnest($1::uuid[], $2::uuid[], (SELECT array_agg(n) FROM generate_series(0, cardinality($1) - 1) AS n)) AS q("tokenId", "organizationId", n)
JOIN "Token" t ON t."id" = q."tokenId" AND t."type" = 'api_key'
LEFT JOIN "TokenSecret" s ON s."tokenId" = t."id" AND s."destroyedAt" IS NULL
LEFT JOIN "TokenSecretCiphertext" x ON x."secretId" = s."id"
${lookupJoins}`;

/** Looks all keys up in one statement; answers in their order, with no secret where there is no such API key. */
export async function lookUpAllKeys(
  connection: Connection,
  keys: readonly KeyLookupKey[],
): Promise<SigningSecret[][]> {
  const result = await connection.query<string[]>({
    name: "keydesk-key-lookup",
    text: keyLookupText,
    rowMode: "array",
    types: asText,
    values: [keys.map((key) => key.tokenId), keys.map((key) => key.organizationId)],
  });
  const found: SigningSecret[][] = keys.map(() => []);
  for (const row of result.rows as readonly LookupRow[]) {
    const [keyId, wrappedKey, ciphertext] = row.slice(-3);
    const { facts, gateway } = readRow(row);
    found[Number(row[0])]?.push({
      // A tombstone has no secret any more: its own id stands in, and nothing good ever carries it.
      facts: { ...facts, secretId: facts.secretId ?? facts.token.id },
      gateway,
      sealed:
        keyId == null
          ? null
          : { keyId: Number(keyId), wrappedKey: readBytes(wrappedKey), ciphertext: readBytes(ciphertext) },
    });
  }
  return found;
}

// The server's text of bytes: \\x and two digits each.
function readBytes(text: string | null | undefined): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from((text ?? "").slice(2), "hex"));
}
