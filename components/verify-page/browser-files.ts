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

/** What the desk answers at an address, as it comes: read once, and nothing of it is kept. */
export function arrivingFile(name: string, url: string): GivenFile {
  return {
    name,
    size: null,
    async *chunks() {
      const response = await fetch(url).catch(() => null);
      if (response === null) throw new UnreadableFile("The desk cannot be reached.");
      if (!response.ok || response.body === null) throw new UnreadableFile(await refusalOf(response));
      const reader = response.body.getReader();
      try {
        for (let piece = await read(reader); !piece.done; piece = await read(reader)) yield piece.value;
      } finally {
        // Where the verifier stops reading, the desk is to stop too.
        await reader.cancel().catch(() => undefined);
      }
    },
  };
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
  try {
    return await reader.read();
  } catch {
    throw new UnreadableFile("The connection to the desk broke off. Verify again: nothing of this is kept.");
  }
}

// The desk's refusals of files are a title and a sentence on lines of their own.
async function refusalOf(response: Response): Promise<string> {
  const text = response.headers.get("content-type")?.startsWith("text/plain")
    ? await response.text().catch(() => "")
    : "";
  const said = text.trim().split("\n").slice(1).join(" ");
  return `The desk does not give it (${response.status}).${said === "" ? "" : ` ${said}`}`;
}
