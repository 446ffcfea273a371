import type { FastifyRequest } from "fastify";
import { tokenInAddress } from "@/api/request-credentials";
import type { Ask } from "@/domain/verification/decide";
import { askFields } from "@/services/verification/ask-fields";

// No organization has it: what a client names badly is answered like one that does not exist.
const nowhere = "00000000-0000-0000-0000-000000000000";

/**
 * The organization in which a forwarded call works: the one that the gateway's rule names, or with the rule `_oid` the one that the
 * client names in its own address. Throws `InvalidRequest` for an `access_token` in that address.
 */
export function readForwarded(request: FastifyRequest, rule: string | null): Ask["organization"] {
  const uri = request.headers["x-forwarded-uri"];
  const start = typeof uri === "string" ? uri.indexOf("?") : -1;
  const query = start === -1 ? null : new URLSearchParams((uri as string).slice(start + 1));
  if (query?.has("access_token")) throw tokenInAddress();
  if (rule !== "_oid") return rule;
  const named = query?.get("_oid") ?? "";
  if (named === "") return "unnamed";
  return askFields.organization.safeParse(named).success ? named : nowhere;
}
