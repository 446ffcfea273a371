import type { NextRequest } from "next/server";
import { streamExport } from "@/app/(desk)/exports/stream-export";
import { queryOf } from "@/app/(desk)/integrations/api-access/query";
import { getDeskContext } from "@/app/desk-context";
import { openStartedExport } from "@/services/export/open-started";
import { startExport } from "@/services/export/start";

/** The whole filter as a file, with `bom=1` for spreadsheets that need a mark: for a plain link, and for who has no scripts. */
export async function GET(request: NextRequest): Promise<Response> {
  const { bom, ...query } = Object.fromEntries(request.nextUrl.searchParams);
  return exportTokens(queryOf(query), bom === "1");
}

/** The selected tokens: their ids are too many for an address. */
export async function POST(request: NextRequest): Promise<Response> {
  const form = await request.formData();
  return exportTokens({ ids: form.getAll("ids") }, false);
}

async function exportTokens(filter: Record<string, unknown>, marked: boolean): Promise<Response> {
  const context = await getDeskContext();
  const started = await startExport(context, { what: "tokens", format: "csv", marked, filter });
  return streamExport(started.ok ? await openStartedExport(context, { id: started.value.id }) : started);
}
