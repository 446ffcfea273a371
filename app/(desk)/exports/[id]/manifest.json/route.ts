import { refusalText } from "@/app/(desk)/exports/stream-export";
import { getDeskContext } from "@/app/desk-context";
import { exportFormats } from "@/domain/export/formats";
import { attachment } from "@/domain/text/content-disposition";
import { besideFile } from "@/services/export/file-names";
import { loadManifest } from "@/services/export/load-manifest";

/** What lies beside a whole file: filter, who, when, rows, SHA-256, checkpoint and what proves the rows. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const loaded = await loadManifest(await getDeskContext(), await params, "export.view");
  if (!loaded.ok) return refusalText(loaded);
  const name = besideFile.manifest(loaded.value.manifest.file);
  return new Response(`${JSON.stringify(loaded.value.manifest, null, 2)}\n`, {
    headers: { "Content-Type": exportFormats.json, "Content-Disposition": attachment(name, name) },
  });
}
