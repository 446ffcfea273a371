import { type GivenFile, readWhole } from "@/domain/audit/verify/given-file";
import { parseStrictJson, StrictJsonError } from "@/domain/audit/verify/strict-json";
import { decodeUtf8 } from "@/domain/audit/verify/utf8";
import { type Manifest, manifestSchema } from "@/domain/export/manifest";

/** The largest manifest that is read, in bytes: one with 2,000 gaps has about 4 MB. */
export const manifestBytesMax = 67_108_864;

export type ManifestRead =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly reason: "malformed" | "unknown_version"; readonly detail: string };

/** Reads a manifest, strictly: what version 1 does not know is refused. Nothing in it is signed but its checkpoints. */
export async function readManifest(file: GivenFile): Promise<ManifestRead> {
  const bytes = await readWhole(file, manifestBytesMax);
  if (bytes === null) return malformed("It is larger than 64 MB.");
  const text = decodeUtf8(bytes);
  if (text === null) return malformed("It is not UTF-8.");
  let value: unknown;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    if (error instanceof StrictJsonError) return malformed(error.message);
    throw error;
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version !== 1)
    return {
      ok: false,
      reason: "unknown_version",
      detail: `It is of version ${version}, this verifier knows 1.`,
    };
  const read = manifestSchema.safeParse(value);
  if (read.success) return { ok: true, manifest: read.data };
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` (${issue.path.join(".")})`;
  return malformed(`It is no manifest of Keydesk${where}.`);
}

function malformed(detail: string): ManifestRead {
  return { ok: false, reason: "malformed", detail };
}
