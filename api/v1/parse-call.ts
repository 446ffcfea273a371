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
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) fields[[...issue.path, shownKey(key)].join(".")] ??= "is not known here";
    } else fields[issue.path.join(".") || "body"] ??= issue.message;
  }
  const [name, fault] = Object.entries(fields)[0]!;
  return refuseWith("invalid_input", `${name}: ${fault}`, fields);
}

// Whatever stands where a name should: a token that got there is not repeated.
function shownKey(key: string): string {
  return holdsTokenForm(key) ? "(a token)" : key.slice(0, shownKeyLengthMax);
}

/** No members at all. */
export const nothing = z.strictObject({});
