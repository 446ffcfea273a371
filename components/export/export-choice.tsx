"use client";

import { CheckboxField } from "@/components/ui/checkbox-field";
import { RadioCards } from "@/components/ui/radio-cards";
import type { ExportFormat } from "@/domain/export/formats";

const formats = [
  { value: "csv", label: "CSV", description: "For spreadsheets and people." },
  { value: "json", label: "JSON", description: "One list, for programs." },
  { value: "jsonl", label: "JSON Lines", description: "An object per line, for very many rows." },
] as const;

/** In which form the rows come. */
export function ExportChoice({
  format,
  marked,
  onFormat,
  onMarked,
}: {
  format: ExportFormat;
  marked: boolean;
  onFormat: (format: ExportFormat) => void;
  onMarked: (marked: boolean) => void;
}) {
  return (
    <>
      <RadioCards
        legend="Format"
        name="format"
        columns={3}
        options={formats}
        value={format}
        onChange={(event) => onFormat(event.currentTarget.value as ExportFormat)}
      />
      {/* It stays where it is when it means nothing: nothing moves. */}
      <CheckboxField
        label="For Excel"
        hint="Adds a byte order mark, without which Excel garbles accents and other scripts. CSV only; kept in this browser, for one-click exports too."
        checked={marked && format === "csv"}
        disabled={format !== "csv"}
        onChange={(event) => onMarked(event.currentTarget.checked)}
      />
    </>
  );
}
