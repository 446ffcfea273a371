import { fileKindOf, startBytes } from "@/domain/audit/verify/file-kind";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";
import { type GivenFile, readStart, UnreadableFile } from "@/domain/audit/verify/given-file";
import { readManifest } from "@/domain/audit/verify/read-manifest";
import { badFile, type FileReport, uncheckedFile } from "@/domain/audit/verify/report";
import type { Manifest } from "@/domain/export/manifest";

/** A manifest that could be read, and the file that holds it. */
export type GivenManifest = { readonly file: GivenFile; readonly manifest: Manifest };

/** A file of rows, with the manifest that belongs to it. */
export type GivenRows = {
  readonly file: GivenFile;
  readonly format: RowsFormat;
  readonly manifest: GivenManifest | null;
};

/** What was given, told apart. */
export type SortedFiles = {
  readonly rows: readonly GivenRows[];
  readonly checkpoints: readonly GivenFile[];
  readonly handovers: readonly GivenFile[];
  readonly gaps: readonly GivenFile[];
  /** What is found about files that are none of these. */
  readonly reports: readonly FileReport[];
};

/** Finds a file beside another, by its name; null: there is none. */
export type FindBeside = (file: GivenFile, name: string) => Promise<GivenFile | null>;

const manifestEnding = ".manifest.json";
const nameOf = (file: GivenFile) => file.name.replace(/^.*[/\\]/s, "");

/** Tells by its first bytes what each file is, and finds each export's manifest: by name, else by its size. */
export async function sortGiven(files: readonly GivenFile[], findBeside: FindBeside): Promise<SortedFiles> {
  const reports: FileReport[] = [];
  const rows: { file: GivenFile; format: RowsFormat }[] = [];
  const checkpoints: GivenFile[] = [];
  const handovers: GivenFile[] = [];
  const gaps: GivenFile[] = [];
  const manifests: GivenManifest[] = [];
  const broken: string[] = [];

  const takeManifest = async (file: GivenFile) => {
    const read = await readManifest(file);
    if (read.ok) return void manifests.push({ file, manifest: read.manifest });
    broken.push(nameOf(file));
    const report = { file: file.name, what: "manifest" } as const;
    reports.push(
      read.reason === "malformed"
        ? badFile(report, "malformed", read.detail)
        : uncheckedFile(report, read.reason, read.detail),
    );
  };
  const take = async (file: GivenFile) => {
    if (file.name.endsWith(manifestEnding)) return takeManifest(file);
    const kind = fileKindOf(await readStart(file, startBytes));
    if (kind.kind === "rows") rows.push({ file, format: kind.format });
    else if (kind.kind === "manifest") await takeManifest(file);
    else if (kind.kind === "checkpoint") checkpoints.push(file);
    else if (kind.kind === "handover") handovers.push(file);
    else if (kind.kind === "gaps") gaps.push(file);
    else if (kind.kind === "empty") {
      const format = /\.(csv|json|jsonl)$/.exec(file.name)?.[1] as RowsFormat | undefined;
      rows.push({ file, format: format ?? "csv" });
    } else {
      const detail = kind.kind === "not" ? kind.detail : "It is a key, and no export.";
      reports.push(badFile({ file: file.name, what: "unknown" }, "not_an_export", detail));
    }
  };
  const attempt = async (file: GivenFile, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      reports.push(uncheckedFile({ file: file.name, what: "unknown" }, "unreadable", error.message));
    }
  };

  for (const file of files) await attempt(file, () => take(file));
  for (const { file } of rows) {
    const name = `${nameOf(file)}${manifestEnding}`;
    // Files of different folders may be called the same: then each looks for its own.
    const namesakes = rows.filter((one) => nameOf(one.file) === nameOf(file)).length;
    const given = [...manifests.map((one) => nameOf(one.file)), ...broken].filter((one) => one === name);
    if (
      given.length >= namesakes ||
      manifests.some((one) => one.file.name === `${file.name}${manifestEnding}`)
    )
      continue;
    await attempt(file, async () => {
      const beside = await findBeside(file, name);
      if (beside !== null) await takeManifest(beside);
    });
  }
  const paired = pair(rows, manifests);
  for (const given of manifests)
    if (!paired.some(({ manifest }) => manifest === given))
      reports.push(
        uncheckedFile(
          { file: given.file.name, what: "manifest" },
          "no_file",
          `It is of ${given.manifest.file}.`,
        ),
      );
  return { rows: paired, checkpoints, handovers, gaps, reports };
}

// By the name beside it, by the name that it tells, by the size that it tells, or as the only one left.
function pair(
  rows: readonly { file: GivenFile; format: RowsFormat }[],
  manifests: readonly GivenManifest[],
): GivenRows[] {
  const left = new Set(manifests);
  const found = new Map<GivenFile, GivenManifest>();
  const ways: ((file: GivenFile, given: GivenManifest) => boolean)[] = [
    (file, given) => given.file.name === `${file.name}${manifestEnding}`,
    (file, given) => nameOf(given.file) === `${nameOf(file)}${manifestEnding}`,
    (file, given) => given.manifest.file === nameOf(file),
    (file, given) => file.size !== null && given.manifest.bytes === file.size,
    () => rows.length === 1 && manifests.length === 1,
  ];
  for (const isPair of ways)
    for (const { file } of rows) {
      const given = found.has(file) ? undefined : [...left].find((one) => isPair(file, one));
      if (given === undefined) continue;
      found.set(file, given);
      left.delete(given);
    }
  return rows.map(({ file, format }) => ({ file, format, manifest: found.get(file) ?? null }));
}
