import type { z } from "zod";
import type { Result } from "@/domain/result";
import { refuseWith } from "@/services/kernel/act";

/** Parses untrusted input at the edge of a service: the value, or `invalid_input` with a sentence per field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): Result<z.output<S>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".") || "body"] ??= issue.message;
  const first = Object.entries(fields)[0]!;
  return refuseWith("invalid_input", `${first[0]}: ${first[1]}`, fields);
}
