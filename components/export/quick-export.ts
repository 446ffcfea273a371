import { beginDownload } from "@/components/export/begin-download";
import { type ExportActions, type ExportAsk, exportPaths } from "@/components/export/export-actions";
import { countOf, formatNames, sizeOf } from "@/components/export/export-words";
import { isForExcel } from "@/components/export/for-excel";
import { follow } from "@/components/export/use-export";
import type { RunGuarded } from "@/components/reauth/reauth-provider";
import { toast } from "@/components/ui/toast";
import type { ExportView } from "@/domain/export/export-views";

/** Exports CSV at one click, for Excel if the dialog was told so: a toast says how far it is, takes "Cancel", and has the manifest in the end. */
export async function quickExport(
  { what, filter }: Pick<ExportAsk, "what" | "filter">,
  actions: ExportActions,
  guarded: RunGuarded,
): Promise<void> {
  const ask = { what, filter, format: "csv", marked: isForExcel() } as const;
  const started = await guarded(() => actions.start(ask)).catch(() => null);
  if (started === null) {
    toast.error("Keydesk could not be reached. Check the connection and try again.");
    return;
  }
  if (!started.ok) {
    if (started.refusal.code !== "reauthentication_required") toast.error(started.refusal.message);
    return;
  }
  const { id } = started.value;
  beginDownload(exportPaths.file(id));
  follow(actions.find, id, (view) => tell(view, actions));
}

function tell(view: ExportView, { cancel }: ExportActions): void {
  const { id, what, status, rows, bytes, expected } = view;
  const format = formatNames[view.format];
  if (status === "done") {
    toast.success(`Exported ${countOf(what, rows)} as ${format}`, {
      id,
      description: sizeOf(bytes),
      action: { label: "Manifest", onClick: () => beginDownload(exportPaths.manifest(id)) },
    });
  } else if (status === "waiting" || status === "running") {
    toast(`Exporting ${countOf(what, expected ?? rows)} as ${format}…`, {
      id,
      description: `${countOf(what, rows)} so far, ${sizeOf(bytes)}`,
      durationMs: Number.POSITIVE_INFINITY,
      action: { label: "Cancel", onClick: () => void cancel(id) },
    });
  } else {
    const how = status === "cancelled" ? "was cancelled" : "broke off";
    toast.warning(`The export ${how} after ${countOf(what, rows)}`, {
      id,
      description: "What was saved is not the whole file.",
    });
  }
}
