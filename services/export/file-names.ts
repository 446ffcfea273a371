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
export function organizationAttachment(file: string, organization: string): string {
  return attachment(file, organizationFile(file, organization));
}

/** The header for what lies beside such a file: where the file was saved under either name, this is saved beside it. */
export function besideAttachment(
  beside: (file: string) => string,
  file: string,
  organization: string,
): string {
  return attachment(beside(file), beside(organizationFile(file, organization)));
}

// "audit-2026-11-22.csv" of Acme Stores: "audit Acme Stores 2026-11-22.csv".
function organizationFile(file: string, organization: string): string {
  const [what, ...rest] = file.split("-");
  return [what, fileNamePart(organization), rest.join("-")].filter(Boolean).join(" ");
}
