import type { z } from "zod";
import type { ExportFormat } from "@/domain/export/formats";
import { exportSkipsMax } from "@/domain/export/manifest";
import { done, type Result } from "@/domain/result";
import { deliver, type OpenExport } from "@/services/export/deliver";
import { type ExportFacts, insertExport, newExportId } from "@/services/export/export-row";
import { type OrganizationExportName, organizationInputs } from "@/services/export/exports";
import { exportFileName } from "@/services/export/file-names";
import { findExportedOrganization } from "@/services/export/find-organization";
import { openGapFinder } from "@/services/export/gaps";
import { findTrailEnd } from "@/services/export/log-end";
import { organizationSource } from "@/services/export/organization-source";
import { openFile } from "@/services/export/read-file";
import { rowsProof } from "@/services/export/rows-proof";
import { act, auditActor } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

/** An export of an organization, under way. */
export type OpenOrganizationExport = OpenExport & { readonly organizationName: string };

/**
 * Opens an export of one organization for the token that asks (design §6): all of it from one snapshot, in a fixed order, as fast
 * as it is read. Its row and its event, with the number of rows, are written before anything leaves. Refuses: invalid_input (by
 * field), unauthenticated, insufficient_scope, organization_required, not_found.
 */
export async function openExport(
  context: Context,
  what: OrganizationExportName,
  { format, marked }: { readonly format: ExportFormat; readonly marked: boolean },
  input: unknown,
): Promise<Result<OpenOrganizationExport>> {
  const parsed = parseInput<z.ZodType<Record<string, string | undefined>>>(organizationInputs[what], input);
  if (!parsed.ok) return parsed;
  const found = await findExportedOrganization(context);
  if (!found.ok) return found;
  const { accountId, accountName, id: organizationId, name } = found.value;
  const end = what === "audit" ? await findTrailEnd(context, accountId) : null;
  const gaps = end?.log ? openGapFinder(exportSkipsMax) : null;
  const now = context.now();
  const source = organizationSource(what, { accountId, organizationId }, parsed.value, {
    now,
    size: end?.size ?? 0,
  });
  const file = await openFile(context.config.databaseUrl, source, { format, marked }, gaps?.row ?? null);
  try {
    const written = await act(context, "export.read", async ({ tx, actor, audit }) => {
      const { kind, id, name: actorName } = auditActor(actor);
      const filter = Object.fromEntries(
        Object.entries(parsed.value).filter(([, value]) => value !== undefined),
      );
      const facts: ExportFacts = {
        id: newExportId(),
        account: { id: accountId, name: accountName },
        organizationId,
        actor: { kind, id: id ?? null, name: actorName },
        origin: context.origin,
        what,
        format,
        marked,
        filter: { organization: organizationId, ...(filter as Record<string, string>) },
        file: exportFileName(what, format, now),
        createdAt: now,
      };
      await insertExport(tx, facts, "running", file.expected);
      await audit({
        action: "export.read",
        target: { kind: "organization", id: organizationId, name },
        details: { what, format, count: file.expected, exportId: facts.id, ...filter },
      });
      return done(facts);
    });
    if (!written.ok) {
      file.close();
      return written;
    }
    const facts = written.value;
    // A program that follows the trail knows the checkpoint before; each further proof costs every page of it.
    const log = rowsProof(context, facts, end?.log ?? null, gaps, 1);
    const opened = deliver({ db: context.db, now: context.now, facts, file, log });
    return done({ ...opened, organizationName: name });
  } catch (error) {
    file.close();
    throw error;
  }
}
