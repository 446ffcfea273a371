import { download, refusalText } from "@/app/(desk)/exports/stream-export";
import { getDeskContext } from "@/app/desk-context";
import { exportFormats } from "@/domain/export/formats";
import { besideFile } from "@/services/export/file-names";
import { loadManifest } from "@/services/export/load-manifest";
import { refuseWith } from "@/services/kernel/act";

/** The gaps of an audit export, where they are too many for its manifest. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const loaded = await loadManifest(await getDeskContext(), await params, "export.view");
  if (!loaded.ok) return refusalText(loaded);
  const { manifest, skips } = loaded.value;
  if (skips === null) return refusalText(refuseWith("not_found"));
  const name = besideFile.skips(manifest.file);
  return download(bytesOf(skips), () => undefined, name, exportFormats.jsonl);
}

async function* bytesOf(parts: AsyncGenerator<string, void, undefined>) {
  const encoder = new TextEncoder();
  for await (const part of parts) yield encoder.encode(part);
}
