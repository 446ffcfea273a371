import { streamExport } from "@/app/(desk)/exports/stream-export";
import { getDeskContext } from "@/app/desk-context";
import { openStartedExport } from "@/services/export/open-started";

/** The file of an export that was started in a page: once, by who started it. A plain download, so that the browser streams it to disk. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return streamExport(await openStartedExport(await getDeskContext(), await params));
}
