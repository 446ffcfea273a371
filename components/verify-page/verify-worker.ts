import "@/components/verify-page/zod-without-eval";
import { browserVerifierCrypto, canVerifySignatures } from "@/components/verify-page/browser-crypto";
import { blobFile, fetchFile } from "@/components/verify-page/browser-files";
import type { VerifyAnswer, VerifyRequest, WorkerFile } from "@/components/verify-page/messages";
import { type GivenFile, UnreadableFile } from "@/domain/audit/verify/given-file";
import { readManifest } from "@/domain/audit/verify/read-manifest";
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

async function verify({ files, checkpoints, keys }: VerifyRequest): Promise<VerifyAnswer> {
  if (!(await canVerifySignatures())) return { kind: "failed", message: noSignatures };
  // Not beside one another: an export's manifest is there when its file is whole.
  const given: GivenFile[] = [];
  const fetching = openProgress("fetching");
  for (const file of files) given.push(await givenFileOf(file, fetching));
  const outside: GivenFile[] = [];
  for (const file of checkpoints) outside.push(await givenFileOf(file, fetching));
  const verifying = openProgress("verifying");
  const report = await verifyFiles({
    files: given,
    checkpoints: outside,
    keys,
    crypto: browserVerifierCrypto,
    findBeside: async () => null,
    onProgress: (_file, bytes) => verifying(bytes),
  });
  return { kind: "report", report, note: await lastNote(given) };
}

async function givenFileOf(file: WorkerFile, onBytes: (bytes: number) => void): Promise<GivenFile> {
  return blobFile(file.name, "blob" in file ? file.blob : await fetchFile(file.url, onBytes));
}

async function lastNote(files: readonly GivenFile[]): Promise<string | null> {
  const manifest = files.findLast(({ name }) => name.endsWith(".manifest.json"));
  const read = manifest === undefined ? null : await readManifest(manifest);
  return read?.ok ? (read.manifest.log?.checkpoint ?? null) : null;
}

function openProgress(stage: "fetching" | "verifying"): (more: number) => void {
  let [bytes, told] = [0, 0];
  return (more) => {
    bytes += more;
    const now = performance.now();
    if (now - told < progressMs) return;
    told = now;
    answer({ kind: "progress", stage, bytes });
  };
}

function answer(message: VerifyAnswer): void {
  self.postMessage(message);
}
