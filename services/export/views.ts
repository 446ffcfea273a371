import type { ExportStatus, ExportView } from "@/domain/export/export-views";
import type { ExportFormat } from "@/domain/export/formats";
import type { ExportName, Manifest } from "@/domain/export/manifest";
import type { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";

type Row = Omit<ExportView, "what" | "format" | "status" | "filter"> & {
  readonly what: string;
  readonly format: string;
  readonly status: string;
  readonly filter: unknown;
};

/** Exports as pages show them, newest first; their manifests, which may be large, stay where they are. */
export async function readExportViews(
  db: Database,
  where: Prisma.Sql,
  most: number,
): Promise<readonly ExportView[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT x."id", x."what", x."format", x."filter", x."file", x."status", x."expected"::float8 AS "expected",
      x."rows"::float8 AS "rows", x."bytes"::float8 AS "bytes", encode(x."sha256", 'hex') AS "sha256",
      COALESCE(jsonb_typeof(x."manifest" #> '{log,skips}') = 'object', false) AS "hasSkipFile", x."createdAt", x."finishedAt"
    FROM "Export" x WHERE ${where} ORDER BY x."createdAt" DESC, x."id" DESC LIMIT ${most}`;
  return rows.map((row) => ({
    ...row,
    what: row.what as ExportName,
    format: row.format as ExportFormat,
    status: row.status as ExportStatus,
    filter: row.filter as Manifest["filter"],
  }));
}
