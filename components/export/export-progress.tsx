import { exportPaths } from "@/components/export/export-actions";
import { countOf, sizeOf } from "@/components/export/export-words";
import { VerifyLine } from "@/components/export/verify-line";
import { buttonClass } from "@/components/ui/button-class";
import { Callout } from "@/components/ui/callout";
import { formatCount } from "@/components/ui/format-count";
import { Progress } from "@/components/ui/progress";
import type { ExportView } from "@/domain/export/export-views";

/** How far an export is, and in the end what to keep of it. */
export function ExportProgress({ view }: { view: ExportView }) {
  const { status, what, rows, bytes, expected, file, id } = view;
  if (status === "waiting" || status === "running") {
    const ofAll = expected === null ? "" : ` of ${countOf(what, expected)}`;
    return (
      <div className="grid gap-2">
        <p className="truncate font-medium">{file}</p>
        <Progress label={`Exporting ${file}`} value={rows} max={Math.max(expected ?? 1, 1)} />
        <p role="status" className="flex flex-wrap justify-between gap-x-4 text-muted text-sm tabular-nums">
          <span>
            {formatCount(rows)}
            {ofAll}
          </span>
          <span>{sizeOf(bytes)}</span>
        </p>
        <p className="text-muted text-sm">
          {status === "waiting" ? (
            <>
              Waiting for your browser to begin.{" "}
              <a href={exportPaths.file(id)} download className="text-accent underline">
                Start the download
              </a>
            </>
          ) : (
            "Your browser saves the file. You may close this window: the export goes on."
          )}
        </p>
      </div>
    );
  }
  if (status !== "done")
    return (
      <Callout
        tone="warn"
        role="alert"
        title={status === "cancelled" ? "The export was cancelled." : "The export broke off."}
      >
        After {countOf(what, rows)}, {sizeOf(bytes)}. What your browser has saved of it is not the whole file,
        and has no manifest.
      </Callout>
    );
  return (
    <div className="grid gap-4">
      <Callout tone="ok" role="status" title={`${countOf(what, rows)} exported, ${sizeOf(bytes)}.`}>
        Keep the manifest beside <span className="break-all">{file}</span>: it says what the file is, and how
        to tell that nothing in it was changed.
      </Callout>
      <div className="flex flex-wrap gap-2">
        <a href={exportPaths.manifest(id)} download className={buttonClass({ variant: "primary" })}>
          Download manifest
        </a>
        {view.hasSkipFile ? (
          <a href={exportPaths.skips(id)} download className={buttonClass()}>
            Download proof of gaps
          </a>
        ) : null}
      </div>
      <VerifyLine view={view} />
    </div>
  );
}
