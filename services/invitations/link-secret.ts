import { randomBytes } from "node:crypto";
import { z } from "zod";
import { randomBase62 } from "@/domain/tokens/alphabet";
import type { Keyring } from "@/services/keys/keyring";

const secretLength = 43; // 43 × log2(62) = 256 bits

/** A new secret for a one-time link; only its digest is kept. */
export function mintLinkSecret(keys: Keyring): { secret: string; digest: Uint8Array<ArrayBuffer> } {
  const secret = randomBase62(secretLength, randomBytes);
  return { secret, digest: digestLinkSecret(keys, secret) };
}

/** HMAC-SHA-256 of a link's secret, kept apart from token digests by its prefix. */
export function digestLinkSecret(keys: Keyring, secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(keys.digest(`link|${secret}`));
}

/** The secret as a form hands it in. What cannot be one is answered like one that is not known. */
export const linkSecretField = z
  .string({ error: "The link is not whole." })
  .max(200, "The link is not whole.");

const pages = { set_up: "/set-up", invitation: "/invitation", reset: "/reset" } as const;

/** The link's path. The secret stands in the fragment, which browsers send to no server: no log or referrer has it. */
export function linkPath(purpose: keyof typeof pages, secret: string): string {
  return `${pages[purpose]}#${secret}`;
}
