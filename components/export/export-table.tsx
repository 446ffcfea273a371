import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import { exportPaths } from "@/components/export/export-actions";
import { countOf, sizeOf, statusWords } from "@/components/export/export-words";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format-count";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Tone } from "@/components/ui/tone";
import type { ExportStatus, ExportView } from "@/domain/export/export-views";

const columns = [
  { id: "file", header: "File", width: 260 },
  { id: "state", header: "State", width: 110 },
  { id: "rows", header: "Rows", width: 190 },
  { id: "begun", header: "Started", width: 130 },
  { id: "manifest", header: "Manifest", width: 130, unseen: true },
];

const tones: Record<ExportStatus, Tone> = {
  waiting: "neutral",
  running: "neutral",
  done: "ok",
  cancelled: "warn",
  failed: "bad",
};

/** One's own exports, newest first, each whole one with its manifest. */
export function ExportTable({ rows, now }: { rows: readonly ExportView[]; now: Date }) {
  return (
    <CardTable label="Your exports" columns={columns}>
      {rows.map((row) => (
        <tr key={row.id} className={cn(rowClass, "hover:bg-sub")}>
          <td className={cn(cellClass, "wrap-anywhere cards:order-1 cards:flex-1")}>
            {row.file}
            <span className="block text-muted text-sm">{filterWords(row)}</span>
          </td>
          <td className={cn(cellClass, "cards:order-2")}>
            <Badge tone={tones[row.status]}>{statusWords[row.status]}</Badge>
          </td>
          <td className={cn(cellClass, "tabular-nums cards:order-3 cards:basis-full cards:text-muted")}>
            {row.status === "done" || row.expected === null
              ? countOf(row.what, row.rows)
              : `${formatCount(row.rows)} of ${countOf(row.what, row.expected)}`}
            <span className="block text-muted text-sm cards:inline"> {sizeOf(row.bytes)}</span>
          </td>
          <td className={cn(cellClass, "cards:order-4 cards:text-muted")}>
            <RelativeTime at={row.createdAt} now={now} />
          </td>
          <td className={cn(cellClass, "pr-0 cards:order-5")}>
            {row.status === "done" ? (
              <span className="flex flex-wrap gap-x-3">
                <DownloadLink href={exportPaths.manifest(row.id)} label={`Manifest of ${row.file}`}>
                  Manifest
                </DownloadLink>
                {row.hasSkipFile ? (
                  <DownloadLink href={exportPaths.skips(row.id)} label={`Proof of the gaps of ${row.file}`}>
                    Gaps
                  </DownloadLink>
                ) : null}
              </span>
            ) : null}
          </td>
        </tr>
      ))}
    </CardTable>
  );
}

function DownloadLink({ href, label, children }: { href: string; label: string; children: string }) {
  return (
    <a
      href={href}
      download
      aria-label={label}
      className="touch-area relative rounded-sm text-accent underline underline-offset-2"
    >
      {children}
    </a>
  );
}

const isId = /^[0-9a-f]{8}-/;

function filterWords({ filter }: ExportView): string {
  const words = Object.entries(filter).map(([name, value]) => {
    const values = typeof value === "string" ? [value] : value;
    const isMany = values.length > 3 && values.some((one) => isId.test(one));
    return `${name}: ${isMany ? `${formatCount(values.length)} chosen` : values.join(", ")}`;
  });
  return words.length === 0 ? "Everything" : words.join(" · ");
}
