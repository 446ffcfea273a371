import type { ExportFormat } from "@/domain/export/formats";
import type { ExportName, Manifest } from "@/domain/export/manifest";

export const exportStatuses = ["waiting", "running", "done", "cancelled", "failed"] as const;
export type ExportStatus = (typeof exportStatuses)[number];

/** An export as pages show it. */
export type ExportView = {
  readonly id: string;
  readonly what: ExportName;
  readonly format: ExportFormat;
  readonly filter: Manifest["filter"];
  readonly file: string;
  readonly status: ExportStatus;
  /** Rows that it will hold; null until they are counted. */
  readonly expected: number | null;
  readonly rows: number;
  readonly bytes: number;
  /** Hexadecimal; null until it is whole. */
  readonly sha256: string | null;
  /** True: its gaps are a third file. */
  readonly hasSkipFile: boolean;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};
