"use server";

import { getDeskContext } from "@/app/desk-context";
import { findAuditTargets } from "@/services/audit/find-targets";

export async function findTargetsAction(q: string) {
  return findAuditTargets(await getDeskContext(), { q });
}
