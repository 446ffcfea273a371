import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { InvalidRequest } from "@/api/request-credentials";
import { idempotencyKeyLengthMax, type Repeatable } from "@/services/idempotency/repeatable";

const printable = /^[\x21-\x7e]+$/;

/**
 * The request as one that may be sent again, or null without an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header: a
 * quoted string; a bare one is taken too). Throws `InvalidRequest`.
 */
export function readRepeatable(request: FastifyRequest, keep: Repeatable["keep"]): Repeatable | null {
  const header = request.headers["idempotency-key"];
  if (header === undefined) return null;
  const text = String(header).trim();
  const key = /^"(?:[^"\\]|\\["\\])*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text;
  if (key.length > idempotencyKeyLengthMax || !printable.test(key)) {
    throw new InvalidRequest(
      `Send one Idempotency-Key of 1 to ${idempotencyKeyLengthMax} printable ASCII characters.`,
    );
  }
  const asked = canonicalJson([request.method, request.url, request.body ?? null]);
  return { key, digest: new Uint8Array(createHash("sha256").update(asked).digest()), keep };
}

// The same members in another order are the same request.
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
