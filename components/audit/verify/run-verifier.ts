import type { VerifyAnswer, VerifyRequest } from "@/components/verify-page/messages";

export type VerifierEnd = Exclude<VerifyAnswer, { kind: "progress" }>;
export type VerifierProgress = Extract<VerifyAnswer, { kind: "progress" }>;

/** The program that the page without a network runs too (scripts/bootstrap/verify-page.mjs). */
const workerUrl = "/verify-worker.js";

/** Runs the verifier beside the page; it ends when `signal` says so. */
export function runVerifier(
  request: VerifyRequest,
  onProgress: (progress: VerifierProgress) => void,
  signal: AbortSignal,
): Promise<VerifierEnd> {
  const worker = new Worker(workerUrl);
  return new Promise<VerifierEnd>((resolve) => {
    const failed = (message: string) => resolve({ kind: "failed", message });
    signal.addEventListener("abort", () => failed("It was cancelled."), { once: true });
    if (signal.aborted) failed("It was cancelled.");
    worker.onerror = () => failed("The verifier could not be started.");
    worker.onmessage = ({ data }: MessageEvent<VerifyAnswer>) => {
      if (data.kind === "progress") onProgress(data);
      else resolve(data);
    };
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
