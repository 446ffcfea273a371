import type { NextRequest } from "next/server";
import { getScriptContext } from "@/app/desk-context";
import { errorCodes } from "@/domain/errors/codes";
import { tailAuditEvents } from "@/services/audit/tail";

/** What was sealed since a number, for the live view. Asks for no page and no visit: it lets a session end that nobody else uses. */
export async function GET(request: NextRequest): Promise<Response> {
  const asked = Object.fromEntries(request.nextUrl.searchParams);
  const result = await tailAuditEvents(await getScriptContext(), asked);
  const headers = { "Cache-Control": "no-store" };
  if (result.ok) return Response.json(result.value, { headers });
  return Response.json(result.refusal, { status: errorCodes[result.refusal.code].status, headers });
}
