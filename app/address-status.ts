import { z } from "zod";
import { organizationParams } from "@/components/organizations/organization-params";
import { peopleParams, templateParams } from "@/components/people/people-params";
import { reviewItemParams, reviewListParams } from "@/components/reviews/review-params";
import { auditQuerySchema } from "@/domain/audit/audit-query";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import { pageFields } from "@/services/kernel/page-of";

// Pages cannot set a status of their own; they say what is wrong with an address, this says that something is.
const queries: Record<string, z.ZodType> = {
  "/integrations/api-access": tokenQuerySchema,
  "/audit": auditQuerySchema,
  // The same list, with tombstones.
  "/audit/inventory": tokenQuerySchema,
};

// Lists that are cut by number. Other values that they do not know fall back to the default.
const numbered = [
  { path: /^\/organizations$/, params: organizationParams },
  { path: /^\/users$/, params: peopleParams },
  { path: /^\/users\/templates$/, params: templateParams },
  { path: /^\/reviews$/, params: reviewListParams },
  { path: /^\/reviews\/[^/]+$/, params: reviewItemParams },
];
const numberedSchema = z.object({ q: pageFields.q, page: pageFields.page });

/** 422 for the address of a list that asks for what does not exist (page -1, an unknown column), else undefined. */
export function addressStatus(url: URL): 422 | undefined {
  const schema = queries[url.pathname];
  if (schema === undefined) {
    const list = numbered.find(({ path }) => path.test(url.pathname));
    return list && !numberedSchema.safeParse(list.params.read(url)).success ? 422 : undefined;
  }
  const asked: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    asked[name === "per" ? "pageSize" : name] = values.length === 1 ? values[0]! : values;
  }
  return schema.safeParse(asked).success ? undefined : 422;
}
