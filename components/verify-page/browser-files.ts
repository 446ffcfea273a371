import { type GivenFile, UnreadableFile } from "@/domain/audit/verify/given-file";

const chunkBytes = 4_194_304;

/** A file of this computer, read a few megabytes at a time: here, or where that fails by who answers at `reader` (`answerReads`). */
export function blobFile(name: string, blob: Blob, reader?: MessagePort): GivenFile {
  return {
    name,
    size: blob.size,
    async *chunks() {
      for (let at = 0; at < blob.size; at += chunkBytes) {
        const bytes = (await readPart(blob, at)) ?? (reader === undefined ? null : await askFor(at, reader));
        if (bytes === null)
          throw new UnreadableFile("The browser cannot read it: it was moved, changed, or is a folder.");
        yield new Uint8Array(bytes);
      }
    },
  };
}

function readPart(blob: Blob, at: number): Promise<ArrayBuffer | null> {
  return blob
    .slice(at, at + chunkBytes)
    .arrayBuffer()
    .catch(() => null);
}

function askFor(at: number, reader: MessagePort): Promise<ArrayBuffer | null> {
  return new Promise((resolve) => {
    reader.onmessage = ({ data }: MessageEvent<ArrayBuffer | null>) => resolve(data);
    reader.postMessage(at);
  });
}

/** A port at which a worker can ask for parts of a file: in Safari the workers of a page from disk can read none themselves. */
export function answerReads(blob: Blob): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = async ({ data }: MessageEvent<number>) => {
    const bytes = await readPart(blob, data);
    port1.postMessage(bytes, bytes === null ? [] : [bytes]);
  };
  return port2;
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
