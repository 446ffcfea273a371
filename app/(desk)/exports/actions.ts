"use server";

import { getDeskContext } from "@/app/desk-context";
import type { ExportAsk } from "@/components/export/export-actions";
import { cancelExport } from "@/services/export/cancel";
import { countExport } from "@/services/export/count";
import { findExport } from "@/services/export/find";
import { startExport } from "@/services/export/start";

// Arguments are claims: each service parses them, and reads the rights in its own transaction.

export async function count(ask: ExportAsk) {
  return countExport(await getDeskContext(), ask);
}

export async function start(ask: ExportAsk) {
  return startExport(await getDeskContext(), ask);
}

export async function find(id: string) {
  return findExport(await getDeskContext(), { id });
}

export async function cancel(id: string) {
  return cancelExport(await getDeskContext(), { id });
}
