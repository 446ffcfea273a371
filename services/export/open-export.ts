import { type Encoder, type ExportFormat, encoderOf } from "@/domain/export/encode";
import { done, type Result } from "@/domain/result";
import type { RawRow } from "@/services/export/copy-line";
import { type ExportName, organizationExports } from "@/services/export/exports";
import { findExportedOrganization } from "@/services/export/find-organization";
import { openSnapshot, type Snapshot } from "@/services/export/snapshot";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

/** An export that has begun: its first rows are read and its event is written. */
export type OpenExport = {
  readonly organizationName: string;
  /** How many rows it holds. */
  readonly count: number;
  /** The file in pieces, read as they are taken. Throws when it cannot be brought to its end. */
  readonly pieces: AsyncGenerator<string, void, undefined>;
  /** Ends it, wherever it is. Call it in any case. */
  close(): void;
};

// What statements read; "" is not asked for.
const unset = { deleted: "", after: "", limit: "", from: "", to: "" };

/**
 * Opens an export of one organization for the token that asks (design §6): all of it from one snapshot, in a fixed order, as fast
 * as it is read. Its event, with the number of rows, is written before anything leaves. Refuses: invalid_input (by field),
 * unauthenticated, insufficient_scope, organization_required, not_found.
 */
export async function openExport(
  context: Context,
  what: ExportName,
  format: ExportFormat,
  input: unknown,
): Promise<Result<OpenExport>> {
  const { input: schema, source: sourceOf } = organizationExports[what];
  const parsed = parseInput(schema, input);
  if (!parsed.ok) return parsed;
  const found = await findExportedOrganization(context);
  if (!found.ok) return found;
  const organization = found.value;
  const source = sourceOf(context.now());
  const snapshot = await openSnapshot(context.config.databaseUrl, {
    ...unset,
    ...parsed.value,
    account: organization.accountId,
    organization: organization.id,
  });
  try {
    const count = Number(await snapshot.value(source.count));
    const rows = snapshot.rows(source.rows);
    // The statement has begun to answer: what can fail, fails before a byte has left.
    const first = await rows.next();
    const written = await act(context, "export.read", async ({ audit }) => {
      const target = { kind: "organization", id: organization.id, name: organization.name };
      await audit({ action: "export.read", target, details: { what, format, count, ...parsed.value } });
      return done(null);
    });
    if (!written.ok) {
      snapshot.close();
      return written;
    }
    const encoder = encoderOf(format, source.columns);
    return done({
      organizationName: organization.name,
      count,
      pieces: encode(snapshot, encoder, first.done ? [] : first.value, rows, count),
      close: snapshot.close,
    });
  } catch (error) {
    snapshot.close();
    throw error;
  }
}

async function* encode(
  snapshot: Snapshot,
  encoder: Encoder<RawRow>,
  first: readonly RawRow[],
  rest: AsyncIterable<readonly RawRow[]>,
  count: number,
): AsyncGenerator<string, void, undefined> {
  try {
    let sent = first.length;
    yield encoder.head + encoder.batch(first, true);
    for await (const batch of rest) {
      yield encoder.batch(batch, sent === 0);
      sent += batch.length;
    }
    // A file may end as a whole one only with all that was announced.
    if (sent !== count) throw new Error(`${sent} of ${count} rows were read`);
    if (encoder.tail !== "") yield encoder.tail;
  } finally {
    snapshot.close();
  }
}
