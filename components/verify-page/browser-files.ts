import { type GivenFile, UnreadableFile } from "@/domain/audit/verify/given-file";

const chunkBytes = 4_194_304;

/** A file of this computer, read a few megabytes at a time. */
export function blobFile(name: string, blob: Blob): GivenFile {
  return {
    name,
    size: blob.size,
    async *chunks() {
      for (let at = 0; at < blob.size; at += chunkBytes) yield await readPart(blob, at);
    },
  };
}

async function readPart(blob: Blob, at: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.slice(at, at + chunkBytes).arrayBuffer());
  } catch {
    throw new UnreadableFile("The browser cannot read it: it was moved, changed, or is a folder.");
  }
}

/** What the desk answers at an address, kept by the browser until it has been read: on disk, where it is large. */
export async function fetchFile(url: string, onBytes: (bytes: number) => void): Promise<Blob> {
  const response = await fetch(url).catch(() => null);
  if (response === null || !response.ok || response.body === null)
    throw new UnreadableFile(
      `The desk does not give the file${response === null ? "" : ` (${response.status})`}.`,
    );
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        onBytes(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
  try {
    return await new Response(counted).blob();
  } catch {
    throw new UnreadableFile("The connection to the desk broke off.");
  }
}
