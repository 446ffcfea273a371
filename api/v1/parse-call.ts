import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { readParameter } from "@/api/request-credentials";
import type { Result } from "@/domain/result";
import { holdsTokenForm } from "@/domain/tokens/token-form";
import { refuseWith } from "@/services/kernel/act";

const shownKeyLengthMax = 60;

/** The query as an object of texts. Throws `InvalidRequest` for a parameter that stands there twice (ASVS 15.3.7). */
export function readQuery(request: FastifyRequest): Record<string, string> {
  const names = Object.keys(request.query as object);
  return Object.fromEntries(names.map((name) => [name, readParameter(request, name) ?? ""]));
}

/**
 * Parses what a program sends. Refuses `invalid_input` with a sentence per field, and names members that are not known instead
 * of leaving them out: who sends `accountId` or a misspelt `expiresAt` must not believe that it counted (ASVS 15.3.3).
 */
export function parseCall<S extends z.ZodType>(schema: S, input: unknown): Result<z.output<S>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  // A map, since a member may be called "constructor".
  const fields = new Map<string, string>();
  const note = (name: string, fault: string) => fields.set(name, fields.get(name) ?? fault);
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) note([...issue.path, shownKey(key)].join("."), "is not known here");
    } else note(issue.path.join(".") || "body", issue.message);
  }
  const [name, fault] = [...fields][0]!;
  return refuseWith("invalid_input", `${name}: ${fault}`, Object.fromEntries(fields));
}

// Whatever stands where a name should: a token that got there is not repeated.
function shownKey(key: string): string {
  return holdsTokenForm(key) ? "(a token)" : key.slice(0, shownKeyLengthMax);
}

/** No members at all. */
export const nothing = z.strictObject({});
