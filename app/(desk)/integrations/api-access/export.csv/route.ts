import type { NextRequest } from "next/server";
import { queryOf } from "@/app/(desk)/integrations/api-access/query";
import { getDeskContext } from "@/app/desk-context";
import { errorCodes } from "@/domain/errors/codes";
import { exportFormats } from "@/domain/export/encode";
import { attachment } from "@/domain/text/content-disposition";
import { byteOrderMark } from "@/domain/text/csv-line";
import { exportTokensCsv } from "@/services/tokens/export-csv";

/** The whole filter as a file, with `bom=1` for spreadsheets that need a mark. A plain link, so that the browser streams it to disk. */
export async function GET(request: NextRequest): Promise<Response> {
  const { bom, ...query } = Object.fromEntries(request.nextUrl.searchParams);
  return exportTokens(queryOf(query), bom === "1");
}

/** The selected tokens: their ids are too many for an address. */
export async function POST(request: NextRequest): Promise<Response> {
  const form = await request.formData();
  return exportTokens({ ids: form.getAll("ids") }, false);
}

async function exportTokens(query: Record<string, unknown>, isMarked: boolean): Promise<Response> {
  const context = await getDeskContext();
  const result = await exportTokensCsv(context, query);
  if (!result.ok) {
    const { status, title } = errorCodes[result.refusal.code];
    return new Response(`${title}\n${result.refusal.message}\n`, {
      status,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    });
  }
  const lines = result.value[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const day = context.now().toISOString().slice(0, 10);
  return new Response(
    new ReadableStream<Uint8Array>({
      start(controller) {
        if (isMarked) controller.enqueue(encoder.encode(byteOrderMark));
      },
      async pull(controller) {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      // The browser went away: the cursor behind it must go too.
      async cancel() {
        await lines.return?.();
      },
    }),
    {
      headers: {
        "Content-Type": exportFormats.csv,
        "Content-Disposition": attachment(`tokens-${day}.csv`, `tokens-${day}.csv`),
      },
    },
  );
}
