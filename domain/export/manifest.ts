import { z } from "zod";
import { exportFormatNames } from "@/domain/export/formats";

/** What can be exported. */
export const exportNames = ["tokens", "audit", "usage", "reviews"] as const;
export type ExportName = (typeof exportNames)[number];

/** Gaps that a manifest holds itself; with more of them they are a file of their own. */
export const manifestSkipsMax = 2_000;
/** Gaps that are proven at all: a filter with more of them has an export without inclusion data, which says so. */
export const exportSkipsMax = 1_000_000;

const whole = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const base64Hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const note = z.string().min(1).max(65_536);

/**
 * Leaves of the log that the file leaves out, as full subtrees from left to right, [level, root]. They lie before the row with the
 * number `before`; null: after the last row, up to the checkpoint. In ascending order; where no rows are left out, there is none.
 */
export const skipSchema = z.strictObject({
  before: z.int().positive().nullable(),
  subtrees: z.array(z.tuple([z.int().min(0).max(53), base64Hash])).min(1),
});

/** The gaps as a file of their own: JSON Lines, each line a skip as above, in the same order. */
const skipFileSchema = z.strictObject({
  /** The name that it is saved under, beside the export. */
  file: z.string().min(1),
  /** Its lines. */
  count: whole,
  bytes: whole,
  sha256,
});

/** What ties an audit export to its log (docs/audit-format.md). */
export const manifestLogSchema = z.strictObject({
  logId: z.uuid(),
  origin: z.string().min(1),
  /** The signed note that covers every row: rows end at its size. */
  checkpoint: note,
  /** The key that signed it, as a "vkey". For convenience only: trust a key that you got elsewhere. */
  publicKey: z.string().min(1),
  /**
   * How each row is proven by inclusion: its gaps, or the file that holds them. An empty list: nothing is left out, from the first
   * event to the checkpoint. null: the filter has more than `exportSkipsMax` gaps, so that rows are NOT proven to be in the log.
   */
  skips: z.union([z.array(skipSchema), skipFileSchema]).nullable(),
  /**
   * What the events up to this number said was dropped by the account's retention; left out where none was. Their hashes are among
   * `skips`: that they were dropped for this reason is the account's own word.
   */
  droppedThrough: z.int().positive().optional(),
  /**
   * The hand-overs from each key that signed the deployment's logs to the next (docs/audit-format.md), oldest first: whoever trusts one of
   * these keys can go on to the others. Left out where the key was never replaced.
   */
  handovers: z.array(note).min(1).max(1_000).optional(),
  /** Checkpoints of earlier exports of this log, each with the proof that it is a beginning of this one (RFC 9162 §2.1.4). */
  earlier: z.array(z.strictObject({ checkpoint: note, consistency: z.array(base64Hash) })),
});

/** `<file>.manifest.json`: what a file of an export is, and how it is told from another. Version 1. */
export const manifestSchema = z.strictObject({
  version: z.literal(1),
  product: z.literal("keydesk"),
  /** The export's own id, as in the audit trail. */
  id: z.uuid(),
  what: z.enum(exportNames),
  format: z.enum(exportFormatNames as ["csv", "json", "jsonl"]),
  /** The name that the file was given. */
  file: z.string().min(1),
  /** What was asked for, as in its address; with `organization` where it is of one only. Never a secret. */
  filter: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  account: z.strictObject({ id: z.uuid(), name: z.string() }),
  exportedBy: z.strictObject({ kind: z.string(), id: z.uuid().nullable(), name: z.string() }),
  exportedAt: z.iso.datetime(),
  /** Rows, without the header of CSV. */
  rows: whole,
  /** Of the file's bytes as they were sent, a byte order mark included. */
  bytes: whole,
  sha256,
  log: manifestLogSchema.nullable(),
});

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestLog = z.output<typeof manifestLogSchema>;
export type ManifestSkip = z.output<typeof skipSchema>;
export type ManifestSkipFile = z.output<typeof skipFileSchema>;
