import type { VerifyReport } from "@/domain/audit/verify/report";

/** A file of this computer, and where a worker that may not read it asks for its parts. */
export type ChosenFile = { readonly name: string; readonly blob: Blob; readonly reader?: MessagePort };

/** An export that the desk has begun, and the address of each of its parts. */
export type ArrivingExport = {
  readonly logId: string;
  readonly file: { readonly name: string; readonly url: string };
  readonly manifest: { readonly name: string; readonly url: string };
};

/** What a page asks of the worker: to verify files, or a whole log that the desk sends. */
export type VerifyRequest = {
  readonly given: { readonly files: readonly ChosenFile[] } | { readonly arriving: ArrivingExport };
  readonly checkpoints: readonly ChosenFile[];
  /** Ed25519 public keys of 32 bytes. */
  readonly keys: readonly Uint8Array[];
};

/** What the worker answers: how far it is, several times, and then one of the others. */
export type VerifyAnswer =
  | { readonly kind: "progress"; readonly bytes: number; readonly rows: number }
  | {
      readonly kind: "report";
      readonly report: VerifyReport;
      /** The signed checkpoint that a log arrived with, to be kept when all is good. */
      readonly note: string | null;
    }
  /** It could not be done here; `message` is a sentence for people. */
  | { readonly kind: "failed"; readonly message: string };
