import { errorCodes } from "@/domain/errors/codes";
import { type ExportFormat, exportFormats } from "@/domain/export/formats";
import type { Result } from "@/domain/result";
import { attachment } from "@/domain/text/content-disposition";
import type { OpenExport } from "@/services/export/deliver";

/** An export as a download that the browser streams to disk; a refusal as a text that says it. */
export function streamExport(opened: Result<OpenExport>): Response {
  if (!opened.ok) return refusalText(opened);
  const { pieces, close, file } = opened.value;
  const format = file.slice(file.lastIndexOf(".") + 1) as ExportFormat;
  return download(pieces, close, file, exportFormats[format]);
}

/** Pieces as a download; `close` is called when the browser goes away. */
export function download(
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
  close: () => void,
  file: string,
  type: string,
): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    // The browser went away: the query behind it must go too.
    async cancel() {
      close();
      await pieces.return().catch(() => undefined);
    },
  });
  return new Response(body, {
    headers: { "Content-Type": type, "Content-Disposition": attachment(file, file) },
  });
}

/** A refusal as a browser shows it that asked for a file. */
export function refusalText({ refusal }: Extract<Result<unknown>, { ok: false }>): Response {
  const { status, title } = errorCodes[refusal.code];
  return new Response(`${title}\n${refusal.message}\n`, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
}
