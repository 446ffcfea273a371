/** A permission: lower-case segments joined by ":"; the last may be "*", and "*" alone grants everything. */
export const permissionPattern = /^(?:\*|[a-z0-9][a-z0-9._-]*(?::[a-z0-9][a-z0-9._-]*)*(?::\*)?)$/;
export const permissionLengthMax = 100;
export const permissionsMax = 100;

/** True when one of `granted` covers `needed` ("reports:*" covers "reports:read" and "reports:read:all"). */
export function permits(granted: readonly string[], needed: string): boolean {
  for (const grant of granted) {
    if (grant === needed || grant === "*") return true;
    if (grant.endsWith(":*") && needed.startsWith(grant.slice(0, -1))) return true;
  }
  return false;
}
