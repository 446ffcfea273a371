import type { NextRequest } from "next/server";
import { queryOf } from "@/app/(desk)/integrations/api-access/query";
import { getDeskContext } from "@/app/desk-context";
import { errorCodes } from "@/domain/errors/codes";
import { exportTokensCsv } from "@/services/tokens/export-csv";

/** The whole filter as a file. A plain link, so that the browser streams it to disk. */
export async function GET(request: NextRequest): Promise<Response> {
  return exportTokens(queryOf(Object.fromEntries(request.nextUrl.searchParams)));
}

/** The selected tokens: their ids are too many for an address. */
export async function POST(request: NextRequest): Promise<Response> {
  const form = await request.formData();
  return exportTokens({ ids: form.getAll("ids") });
}

async function exportTokens(query: Record<string, unknown>): Promise<Response> {
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
        "Content-Type": "text/csv; charset=utf-8; header=present",
        "Content-Disposition": `attachment; filename="tokens-${day}.csv"; filename*=UTF-8''tokens-${day}.csv`,
      },
    },
  );
}
