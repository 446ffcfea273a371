import type { AuditEntry } from "@/domain/audit/audit-views";

/** The page of an event's target, or null where it has none of its own. What was deleted since answers "not found" there. */
export function targetHref(event: Pick<AuditEntry, "targetKind" | "targetId">): string | null {
  if (event.targetId === null) return null;
  switch (event.targetKind) {
    case "token":
      return `/integrations/api-access/${event.targetId}`;
    case "organization":
      return `/organizations/${event.targetId}`;
    case "api_client":
      return `/account/clients/${event.targetId}`;
    case "review":
      return `/reviews/${event.targetId}`;
    case "account":
      return "/account/limits";
    case "user":
    case "template_user":
    case "invitation":
      return "/users";
    default:
      return null;
  }
}
