import type { Manifest } from "@/domain/export/manifest";
import type { AskInput } from "@/services/export/ask";
import { loadManifest } from "@/services/export/load-manifest";
import { openStartedExport } from "@/services/export/open-started";
import { startExport } from "@/services/export/start";
import type { Context } from "@/services/kernel/context";
import { unwrap } from "@/services/testing/tokens";

/** An export as a person takes it: started, downloaded to its end, and its manifest. */
export async function takeExport(
  context: Context,
  input: AskInput,
): Promise<{ id: string; bytes: Buffer; text: string; manifest: Manifest }> {
  const { id } = unwrap(await startExport(context, input));
  const { pieces } = unwrap(await openStartedExport(context, { id }));
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  const bytes = Buffer.concat(parts);
  const { manifest } = unwrap(await loadManifest(context, { id }, "export.view"));
  return { id, bytes, text: bytes.toString("utf8"), manifest };
}
