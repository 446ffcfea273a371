import type { z } from "zod";
import { auditQuerySchema } from "@/domain/audit/audit-query";
import { tokenQuerySchema } from "@/domain/tokens/token-query";

// Pages cannot set a status of their own; they say what is wrong with an address, this says that something is.
const queries: Record<string, z.ZodType> = {
  "/integrations/api-access": tokenQuerySchema,
  "/audit": auditQuerySchema,
  // The same list, with tombstones.
  "/audit/inventory": tokenQuerySchema,
};

/** 422 for the address of a list that asks for what does not exist (page -1, an unknown column), else undefined. */
export function addressStatus(url: URL): 422 | undefined {
  const schema = queries[url.pathname];
  if (schema === undefined) return undefined;
  const asked: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    asked[name === "per" ? "pageSize" : name] = values.length === 1 ? values[0]! : values;
  }
  return schema.safeParse(asked).success ? undefined : 422;
}
