import type { AuditQueryInput } from "@/domain/audit/audit-query";

/** The audit list's address for a query; empty values are left out. */
export function auditHref(query: AuditQueryInput): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const text = search.toString();
  return text === "" ? "/audit" : `/audit?${text}`;
}
