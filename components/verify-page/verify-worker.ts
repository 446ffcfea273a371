import "@/components/verify-page/zod-without-eval";
import { browserVerifierCrypto, canVerifySignatures } from "@/components/verify-page/browser-crypto";
import type { VerifyAnswer, VerifyRequest, WorkerFile } from "@/components/verify-page/messages";
import { type GivenFile, UnreadableFile } from "@/domain/audit/verify/given-file";
import { verifyFiles } from "@/domain/audit/verify/verify-files";

const chunkBytes = 4_194_304;
const progressMs = 100;

const noSignatures =
  "This browser cannot verify Ed25519 signatures here. Save this page and open it as a file or over https, use a newer browser (Chrome 137, Firefox 129, Safari 17), or the command line.";

self.onmessage = async ({ data }: MessageEvent<VerifyRequest>) => {
  try {
    answer(await verify(data));
  } catch (error) {
    answer({
      kind: "failed",
      message: `The verifier itself failed. ${error instanceof Error ? error.message : ""}`,
    });
  }
};

async function verify({ files, checkpoints, keys }: VerifyRequest): Promise<VerifyAnswer> {
  if (!(await canVerifySignatures())) return { kind: "failed", message: noSignatures };
  let bytes = 0;
  let told = 0;
  const report = await verifyFiles({
    files: files.map(givenFileOf),
    checkpoints: checkpoints.map(givenFileOf),
    keys,
    crypto: browserVerifierCrypto,
    findBeside: async () => null,
    onProgress(_file, more) {
      bytes += more;
      const now = performance.now();
      if (now - told < progressMs) return;
      told = now;
      answer({ kind: "progress", bytes });
    },
  });
  return { kind: "report", report };
}

function givenFileOf(file: WorkerFile): GivenFile {
  return "blob" in file
    ? { name: file.name, size: file.blob.size, chunks: () => chunksOfBlob(file.blob) }
    : { name: file.name, size: null, chunks: () => chunksOfAddress(file.url) };
}

async function* chunksOfBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.size; at += chunkBytes) {
    let buffer: ArrayBuffer;
    try {
      buffer = await blob.slice(at, at + chunkBytes).arrayBuffer();
    } catch {
      throw new UnreadableFile("The browser cannot read it: it was moved, changed, or is a folder.");
    }
    yield new Uint8Array(buffer);
  }
}

async function* chunksOfAddress(url: string): AsyncGenerator<Uint8Array> {
  const response = await fetch(url).catch(() => null);
  if (response === null || !response.ok || response.body === null)
    throw new UnreadableFile(`The desk does not give it${response === null ? "" : ` (${response.status})`}.`);
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new UnreadableFile("The connection broke off.");
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function answer(message: VerifyAnswer): void {
  self.postMessage(message);
}
