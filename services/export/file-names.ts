import type { ExportFormat } from "@/domain/export/formats";
import type { ExportName } from "@/domain/export/manifest";
import { attachment, fileNamePart } from "@/domain/text/content-disposition";

/** The name of a file: what it is, of which day, and whose. */
export function exportFileName(what: ExportName, format: ExportFormat, now: Date): string {
  return `${what}-${now.toISOString().slice(0, 10)}.${format}`;
}

/** The names of what lies beside a file. */
export const besideFile = {
  manifest: (file: string) => `${file}.manifest.json`,
  skips: (file: string) => `${file}.skips.jsonl`,
} as const;

/** The header for a file of an organization; its name is what people called it, and is made safe. */
export function organizationAttachment(
  what: ExportName,
  format: ExportFormat,
  now: Date,
  organization: string,
): string {
  const day = now.toISOString().slice(0, 10);
  const full = [what, fileNamePart(organization), day].filter(Boolean).join(" ");
  return attachment(exportFileName(what, format, now), `${full}.${format}`);
}
