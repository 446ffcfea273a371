import { z } from "zod";
import type { Action } from "@/domain/access/actions";
import { type Manifest, manifestSchema } from "@/domain/export/manifest";
import { done, type Result } from "@/domain/result";
import type { Database } from "@/prisma/client-factory";
import { read, refuseWith } from "@/services/kernel/act";
import type { Reach } from "@/services/kernel/authorise";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const inputSchema = z.strictObject({ id: z.uuid({ error: "Name the export by its id." }) });

/** The manifest of an export, and its gaps where they are a file of their own. */
export type KeptManifest = {
  readonly manifest: Manifest;
  /** The gaps' lines, a part at a time; null where the manifest holds them itself. */
  readonly skips: AsyncGenerator<string, void, undefined> | null;
};

/**
 * The manifest of a whole export of the account (over HTTP: of the token's organization). Refuses: invalid_input, unauthenticated,
 * forbidden, insufficient_scope, not_found, and export_not_whole for one that runs or was not brought to its end.
 * @param action the right that the asker has: "export.view" in the desk, "export.read" over HTTP
 */
export async function loadManifest(
  context: Context,
  input: unknown,
  action: Extract<Action, "export.view" | "export.read">,
): Promise<Result<KeptManifest>> {
  const parsed = parseInput(inputSchema, input);
  if (!parsed.ok) return parsed;
  return read(context, action, async (reach) => {
    const where = { id: parsed.value.id, ...tenantOf(reach) };
    const row = await context.db.export.findFirst({ where, select: { id: true, manifest: true } });
    if (row === null) return refuseWith("not_found");
    if (row.manifest === null) return refuseWith("export_not_whole");
    const manifest = manifestSchema.parse(row.manifest);
    const isFile = manifest.log?.skips != null && !Array.isArray(manifest.log.skips);
    return done({ manifest, skips: isFile ? skipLines(context.db, row.id, reach.accountId) : null });
  });
}

function tenantOf({ accountId, organizationId }: Reach) {
  return organizationId === null ? { accountId } : { accountId, organizationId };
}

async function* skipLines(db: Database, exportId: string, accountId: string) {
  for (let n = 0; ; n++) {
    const part = await db.exportSkips.findFirst({
      where: { exportId, n, export: { accountId } },
      select: { lines: true },
    });
    if (part === null) return;
    yield part.lines;
  }
}
