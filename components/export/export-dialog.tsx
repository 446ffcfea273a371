"use client";

import { useEffect, useState } from "react";
import { type ExportActions, exportPaths, type PageExport } from "@/components/export/export-actions";
import { ExportChoice } from "@/components/export/export-choice";
import { ExportProgress } from "@/components/export/export-progress";
import { countOf, formatNames, manyOf } from "@/components/export/export-words";
import { useForExcel } from "@/components/export/for-excel";
import { allUsage, UsagePeriodFields, usageFilter } from "@/components/export/usage-period";
import { useExport } from "@/components/export/use-export";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { TextLink } from "@/components/ui/text-link";
import type { ExportFormat } from "@/domain/export/formats";
import type { Result } from "@/domain/result";

const notes: Record<PageExport, string> = {
  tokens: "Never a secret: prefix and last 4.",
  audit:
    "Rows end at a signed checkpoint. The manifest proves each of them to be in the log; that a filter left out no event that fits it, it cannot prove.",
  usage: "One row for each token, hour (UTC) and verdict.",
  reviews:
    "Each token as it was when the review began, with what was decided, why, and what became of it. The audit trail holds each decision too.",
};

/** Exports the whole filter of a page: format, progress, and in the end the manifest. */
export function ExportDialog({
  open,
  onOpenChange,
  what,
  filter: ofPage,
  actions,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  what: PageExport;
  /** As the page's address has it; of usage the dialog itself asks for the period. */
  filter: Readonly<Record<string, unknown>>;
  actions: ExportActions;
}) {
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [marked, setMarked] = useForExcel();
  const [period, setPeriod] = useState(allUsage);
  const filter = what === "usage" ? { ...ofPage, ...usageFilter(period) } : ofPage;
  const run = useExport(actions);
  const counted = useCount(open, what, filter, actions);
  const { view } = run;
  const isUnderWay = view !== null && view.finishedAt === null;
  const close = (next: boolean) => {
    onOpenChange(next);
    if (!next) run.reset();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={`Export ${manyOf(what)}`}
      description={
        view === null ? wordsOf(what, counted) : `As ${formatNames[view.format]}, of the whole filter.`
      }
      footer={
        view === null ? (
          <>
            <Button onClick={() => close(false)}>Close</Button>
            <Button
              variant="primary"
              pending={run.isStarting}
              disabledReason={counted?.ok === false ? "Mend what is to be exported first." : null}
              onClick={() => run.start({ what, format, marked, filter })}
            >
              Export
            </Button>
          </>
        ) : (
          <>
            {isUnderWay ? (
              <Button onClick={run.cancel}>Cancel export</Button>
            ) : (
              <Button onClick={run.reset}>Export again</Button>
            )}
            <Button onClick={() => close(false)}>Close</Button>
          </>
        )
      }
    >
      <div className="grid min-h-64 content-start gap-4 max-sm:min-h-96">
        {run.refusal ? (
          <Callout tone="bad" role="alert">
            {run.refusal.message}
          </Callout>
        ) : null}
        {view === null ? (
          <>
            {what === "usage" ? (
              <UsagePeriodFields
                period={period}
                errors={counted?.ok === false ? counted.refusal.fields : undefined}
                onChange={setPeriod}
              />
            ) : null}
            <ExportChoice format={format} marked={marked} onFormat={setFormat} onMarked={setMarked} />
            <p className="text-muted text-sm">{notes[what]} The export is an event of the audit trail.</p>
          </>
        ) : (
          <ExportProgress view={view} />
        )}
        <p className="text-sm">
          <TextLink href={exportPaths.list}>Your exports</TextLink>
        </p>
      </div>
    </Dialog>
  );
}

function wordsOf(what: PageExport, counted: Result<{ rows: number }> | null): string {
  if (counted === null) return "Counting what fits the filter…";
  if (counted.ok) return `The whole filter: ${countOf(what, counted.value.rows)}.`;
  // Which of its days is wrong stands beside it.
  return what === "usage" && counted.refusal.fields ? "Choose another period." : counted.refusal.message;
}

/** How many rows the filter has, asked when the dialog opens. */
function useCount(
  open: boolean,
  what: PageExport,
  filter: Readonly<Record<string, unknown>>,
  actions: ExportActions,
): Result<{ rows: number }> | null {
  const [counted, setCounted] = useState<Result<{ rows: number }> | null>(null);
  const key = JSON.stringify(filter);
  const { count } = actions;
  useEffect(() => {
    if (!open) return;
    let isStale = false;
    setCounted(null);
    count({ what, format: "csv", filter: JSON.parse(key) })
      .then((result) => isStale || setCounted(result))
      .catch(() => undefined);
    return () => {
      isStale = true;
    };
  }, [open, what, key, count]);
  return counted;
}
