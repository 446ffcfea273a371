import type { VerifyReport } from "@/domain/audit/verify/report";

/** A file for the worker: bytes of this computer, or an address of the desk that the page is of, fetched once. */
export type WorkerFile = { readonly name: string } & ({ readonly blob: Blob } | { readonly url: string });

/** What a page asks of the worker. */
export type VerifyRequest = {
  readonly files: readonly WorkerFile[];
  readonly checkpoints: readonly WorkerFile[];
  /** Ed25519 public keys of 32 bytes. */
  readonly keys: readonly Uint8Array[];
};

/** What the worker answers: how far it is, several times, and then one of the others. */
export type VerifyAnswer =
  | { readonly kind: "progress"; readonly stage: "fetching" | "verifying"; readonly bytes: number }
  | {
      readonly kind: "report";
      readonly report: VerifyReport;
      /** The signed checkpoint of the last manifest, to be kept when all is good. */
      readonly note: string | null;
    }
  /** It could not be done here; `message` is a sentence for people. */
  | { readonly kind: "failed"; readonly message: string };
