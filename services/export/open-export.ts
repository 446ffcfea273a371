import type { z } from "zod";
import type { ExportFormat } from "@/domain/export/formats";
import { exportSkipsMax } from "@/domain/export/manifest";
import { done, type Result } from "@/domain/result";
import { type Covered, coverReading } from "@/services/export/cover-reading";
import { deliver, type OpenExport } from "@/services/export/deliver";
import { type ExportFacts, insertExport, newExportId } from "@/services/export/export-row";
import { type OrganizationExportName, organizationInputs } from "@/services/export/exports";
import { exportFileName } from "@/services/export/file-names";
import { findExportedOrganization } from "@/services/export/find-organization";
import { openGapFinder } from "@/services/export/gaps";
import { organizationSource } from "@/services/export/organization-source";
import { emptyFile, openFile } from "@/services/export/read-file";
import { findReadingEnd } from "@/services/export/reading-end";
import { rowsProof } from "@/services/export/rows-proof";
import { act, auditActor, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

/** An export of an organization, under way. */
export type OpenOrganizationExport = Pick<OpenExport, "expected" | "pieces" | "close"> & {
  /** null: nothing came after the number that was asked from, and there is nothing to hold a manifest of. */
  readonly id: string | null;
  readonly organizationName: string;
};

type Form = { readonly format: ExportFormat; readonly marked: boolean };

/**
 * Opens an export of one organization for the token that asks (design §6): all of it from one snapshot, in a fixed order, as fast as it is
 * read. Its row and its event, with the number of rows, are written before anything leaves; of a program that follows the trail, one event
 * stands for many readings (cover-reading), and a reading of nothing new leaves no trace. Refuses: invalid_input (by field),
 * unauthenticated, insufficient_scope, organization_required, not_found.
 */
export async function openExport(
  context: Context,
  what: OrganizationExportName,
  form: Form,
  input: unknown,
): Promise<Result<OpenOrganizationExport>> {
  const parsed = parseInput<z.ZodType<Record<string, string | undefined>>>(organizationInputs[what], input);
  if (!parsed.ok) return parsed;
  const found = await findExportedOrganization(context);
  if (!found.ok) return found;
  const { accountId, accountName, id: organizationId, name } = found.value;
  const now = context.now();
  const reach = { accountId, organizationId };
  const after = what === "audit" ? parsed.value.after : undefined;
  const end = what === "audit" ? await findReadingEnd(context, reach, parsed.value) : null;
  const source = organizationSource(what, reach, parsed.value, { now, size: end?.size ?? 0 });
  const nothing = () => done({ ...openEmpty(emptyFile(source, form)), organizationName: name });
  if (after !== undefined && end === null) return nothing();
  const gaps = end?.log ? openGapFinder(exportSkipsMax) : null;
  const file = await openFile(context.config.databaseUrl, source, form, gaps?.row ?? null);
  try {
    if (after !== undefined && file.expected === 0) {
      file.close();
      return nothing();
    }
    const written = await act(context, "export.read", async (work) => {
      const { kind, id, name: actorName } = auditActor(work.actor);
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
        ...form,
        filter: { organization: organizationId, ...(filter as Record<string, string>) },
        file: exportFileName(what, form.format, now),
        createdAt: now,
      };
      await insertExport(work.tx, facts, "running", file.expected);
      const covered = await cover(work, organizationId, after, file.expected);
      if (!covered.isCovered)
        await work.audit({
          action: "export.read",
          target: { kind: "organization", id: organizationId, name },
          details: {
            what,
            format: form.format,
            count: file.expected,
            exportId: facts.id,
            ...filter,
            ...covered.followed,
          },
        });
      return done({ facts, isCovered: covered.isCovered });
    });
    if (!written.ok) {
      file.close();
      return written;
    }
    const { facts, isCovered } = written.value;
    // A program that follows the trail knows the checkpoint before; each further proof costs every page of it.
    const proof = rowsProof(context, facts, end?.log ?? null, gaps, 1);
    const opened = deliver({ db: context.db, now: context.now, facts, file, proof, isCovered });
    return done({ ...opened, organizationName: name });
  } catch (error) {
    file.close();
    throw error;
  }
}

async function cover(
  { tx, actor, accountId, now }: Work,
  organizationId: string,
  after: string | undefined,
  rows: number,
): Promise<Covered> {
  if (after === undefined || actor.kind !== "token") return { isCovered: false, followed: null };
  const reader = { accountId, organizationId, tokenId: actor.tokenId };
  return coverReading(tx, reader, { after: BigInt(after), rows }, now);
}

function openEmpty(file: Buffer): Pick<OpenOrganizationExport, "id" | "expected" | "pieces" | "close"> {
  async function* pieces(): AsyncGenerator<Buffer, void, undefined> {
    yield file;
  }
  return { id: null, expected: 0, pieces: pieces(), close: () => undefined };
}
