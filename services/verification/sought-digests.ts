import { timingSafeEqual } from "node:crypto";

/** What is looked up: the digest of a presented token (a character per byte), and the organization its request names. */
export type LookupKey = { readonly digest: string; readonly organizationId: string | null };

export const digestBytes = 32;

/** SQL of the digests that are sought: all come as one value, end to end, as an array of them would have to be written and read as text. */
export const sought = (more: string) => `(
  SELECT n, substring($1::bytea, n * ${digestBytes} + 1, ${digestBytes}) AS "digest"${more}
  FROM generate_series(0, octet_length($1::bytea) / ${digestBytes} - 1) AS n
  OFFSET 0) q`;

/** That value, for these of the keys. */
export function joinDigests(keys: readonly LookupKey[], asked: readonly number[]): Buffer {
  const digests = Buffer.allocUnsafe(asked.length * digestBytes);
  for (let i = 0; i < asked.length; i++) {
    if (digests.write(keys[asked[i]!]!.digest, i * digestBytes, "latin1") !== digestBytes)
      throw new Error("a digest of 32 bytes");
  }
  return digests;
}

/**
 * Throws unless what was found is what was sought. The index found it by equality; the comparison that counts takes the same time for
 * every byte (ASVS 11.2.4), of all at once.
 * @param found digests, end to end
 * @param places of each of them among those that were sought
 */
export function compareDigests(digests: Buffer, found: Buffer, places: readonly number[]): void {
  const wanted = Buffer.allocUnsafe(places.length * digestBytes);
  for (let i = 0; i < places.length; i++) {
    const at = places[i]! * digestBytes;
    digests.copy(wanted, i * digestBytes, at, at + digestBytes);
  }
  if (wanted.length !== found.length || !timingSafeEqual(wanted, found))
    throw new Error("a secret whose digest is not the one that was sought");
}
