import "@/components/forms/zod-without-eval";
import { browserVerifierCrypto, canVerifySignatures } from "@/components/verify-page/browser-crypto";
import { arrivingFile, blobFile } from "@/components/verify-page/browser-files";
import type { ArrivingExport, VerifyAnswer, VerifyRequest } from "@/components/verify-page/messages";
import { type GivenFile, UnreadableFile } from "@/domain/audit/verify/given-file";
import { verifyArriving } from "@/domain/audit/verify/verify-arriving";
import { verifyFiles } from "@/domain/audit/verify/verify-files";

const progressMs = 100;

const noSignatures =
  "This browser cannot verify Ed25519 signatures here. Save this page and open it as a file or over https, use a newer browser (Chrome 137, Firefox 129, Safari 17), or the command line.";

self.onmessage = async ({ data }: MessageEvent<VerifyRequest>) => {
  try {
    answer(await verify(data));
  } catch (error) {
    const message = error instanceof UnreadableFile ? error.message : `The verifier itself failed. ${error}`;
    answer({ kind: "failed", message });
  }
};

async function verify({ given, checkpoints, keys }: VerifyRequest): Promise<VerifyAnswer> {
  if (!(await canVerifySignatures())) return { kind: "failed", message: noSignatures };
  const outside = checkpoints.map(({ name, blob }) => blobFile(name, blob));
  if ("arriving" in given) return verifyLog(given.arriving, outside, keys);
  const tell = openProgress();
  let [bytes, rowsOfOthers, rowsHere] = [0, 0, 0];
  let current: GivenFile | null = null;
  const report = await verifyFiles({
    files: given.files.map(({ name, blob, reader }) => blobFile(name, blob, reader)),
    checkpoints: outside,
    keys,
    crypto: browserVerifierCrypto,
    findBeside: async () => null,
    onProgress(file, more, rows) {
      if (file !== current) [current, rowsOfOthers] = [file, rowsOfOthers + rowsHere];
      rowsHere = rows;
      bytes += more;
      tell(rowsOfOthers + rowsHere, bytes);
    },
  });
  return { kind: "report", report, note: null };
}

async function verifyLog(
  { logId, file, manifest }: ArrivingExport,
  checkpoints: readonly GivenFile[],
  keys: readonly Uint8Array[],
): Promise<VerifyAnswer> {
  const tell = openProgress();
  const arrived = await verifyArriving({
    file: arrivingFile(file.name, file.url),
    manifest: arrivingFile(manifest.name, manifest.url),
    logId,
    checkpoints,
    keys,
    crypto: browserVerifierCrypto,
    onProgress: ({ rows, bytes }) => tell(rows, bytes),
  });
  return { kind: "report", ...arrived };
}

function openProgress(): (rows: number, bytes: number) => void {
  let told = 0;
  return (rows, bytes) => {
    const now = performance.now();
    if (now - told < progressMs) return;
    told = now;
    answer({ kind: "progress", rows, bytes });
  };
}

function answer(message: VerifyAnswer): void {
  self.postMessage(message);
}
