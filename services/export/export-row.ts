import { v7 as uuidv7 } from "uuid";
import type { AuditAction } from "@/domain/audit/catalogue";
import type { ExportFormat } from "@/domain/export/formats";
import type { ExportName, Manifest } from "@/domain/export/manifest";
import type { Transaction } from "@/prisma/client-factory";
import type { RequestOrigin } from "@/services/kernel/context";

/** How long the row of an export is kept, with its manifest: those of people, and those of programs, which fetch it at once. */
const keptDays = { desk: 400, program: 7 } as const;

/** Who exports what, from which account. */
export type ExportFacts = {
  readonly id: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly organizationId: string | null;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string };
  readonly origin: RequestOrigin;
  readonly what: ExportName;
  readonly format: ExportFormat;
  readonly marked: boolean;
  readonly filter: Manifest["filter"];
  readonly file: string;
  readonly createdAt: Date;
};

/** Why an export has not come to its end, as its row and its event say. */
export type EarlyEnd = "cancelled" | "reader_left" | "never_fetched" | "failed" | "lost";

/** The event of an end. */
export const endActions = {
  cancelled: "export.cancel",
  reader_left: "export.cancel",
  never_fetched: "export.cancel",
  failed: "export.fail",
  lost: "export.fail",
} as const satisfies Record<EarlyEnd, AuditAction>;

/** A new id for an export: by time, so that lists by id are lists by age. */
export const newExportId = (): string => uuidv7();

/** Writes the row of an export that begins, in the transaction of its event. */
export async function insertExport(
  tx: Transaction,
  facts: ExportFacts,
  status: "waiting" | "running",
  expected: number,
): Promise<void> {
  const { id, account, organizationId, actor, what, format, marked, filter, file, createdAt } = facts;
  const days = actor.kind === "user" ? keptDays.desk : keptDays.program;
  await tx.export.create({
    data: {
      id,
      accountId: account.id,
      organizationId,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      what,
      format,
      marked,
      filter,
      file,
      status,
      expected,
      createdAt,
      seenAt: createdAt,
      expiresAt: new Date(createdAt.getTime() + days * 86_400_000),
    },
  });
}
