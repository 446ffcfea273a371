import type { ExportView } from "@/domain/export/export-views";
import type { ExportFormat } from "@/domain/export/formats";
import type { Result } from "@/domain/result";

/** What a page of the desk exports. */
export type PageExport = "tokens" | "audit" | "usage" | "reviews";

/** What is asked for; the filter as the page's address has it. */
export type ExportAsk = {
  readonly what: PageExport;
  readonly format: ExportFormat;
  readonly marked?: boolean;
  readonly filter?: Readonly<Record<string, unknown>>;
};

/** The server actions of exports. */
export type ExportActions = {
  readonly count: (ask: ExportAsk) => Promise<Result<{ rows: number }>>;
  readonly start: (ask: ExportAsk) => Promise<Result<{ id: string; file: string; expected: number }>>;
  readonly find: (id: string) => Promise<Result<ExportView>>;
  readonly cancel: (id: string) => Promise<Result<{ cancelled: boolean }>>;
};

/** Where exports are found in the desk. */
export const exportPaths = {
  list: "/exports",
  file: (id: string) => `/exports/${id}/file`,
  manifest: (id: string) => `/exports/${id}/manifest.json`,
  skips: (id: string) => `/exports/${id}/skips.jsonl`,
} as const;
