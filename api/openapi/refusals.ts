import type { Operation } from "@/api/openapi/operation";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";

/** What every call with a token may meet at the door. */
const atTheDoor: readonly ErrorCode[] = [
  "invalid_request",
  "missing",
  "invalid_token",
  "wrong_scheme",
  "ip_not_allowed",
  "plan_required",
  "insufficient_scope",
  "rate_limited",
  "quota_exceeded",
  "change_under_way",
  "database_unavailable",
  "overloaded",
];
const ofGateways: readonly ErrorCode[] = [
  "invalid_request",
  "gateway_unauthenticated",
  "database_unavailable",
  "overloaded",
];
/** What any body may meet. */
export const ofBodies: readonly ErrorCode[] = [
  "malformed_json",
  "unsupported_media_type",
  "body_too_large",
  "invalid_input",
];

/** Every code that an operation may refuse with, by status; for all but OAuth endpoints, which have a format of their own. */
export function refusalsByStatus(operation: Operation): ReadonlyMap<number, readonly ErrorCode[]> {
  const codes = new Set<ErrorCode>(operation.refusals);
  if (operation.credentials === "token") for (const code of atTheDoor) codes.add(code);
  if (operation.credentials === "gateway") for (const code of ofGateways) codes.add(code);
  if (operation.body) for (const code of ofBodies) codes.add(code);
  if (operation.query) codes.add("invalid_input");
  if (operation.params) codes.add("not_found");
  if (operation.query && "_oid" in operation.query.shape) codes.add("organization_required");
  codes.add("internal");
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = errorCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b));
}
