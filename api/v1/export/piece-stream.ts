import { Readable } from "node:stream";

/** How long a reader may take nothing before its export is broken off, in milliseconds. */
export const stallMsMax = 60_000;

/**
 * A stream of pieces that asks for the next piece when the reader has room for it, and breaks off (with an error, never as a
 * whole) when the reader takes nothing for `stallMs`. `close` is called at its end, whatever that is.
 */
export function streamPieces(
  pieces: AsyncGenerator<string | Buffer, void, undefined>,
  close: () => void,
  stallMs: number = stallMsMax,
): Readable {
  let stall: NodeJS.Timeout | undefined;
  const next = async (stream: Readable) => {
    for (;;) {
      const { done, value } = await pieces.next();
      if (done) return stream.push(null);
      // An empty piece would tell the stream nothing, and it would not ask again.
      if (value.length === 0) continue;
      if (!stream.push(value))
        stall = setTimeout(() => stream.destroy(new Error("the reader of an export takes nothing")), stallMs);
      return;
    }
  };
  return new Readable({
    read() {
      clearTimeout(stall);
      next(this).catch((error: Error) => this.destroy(error));
    },
    destroy(error, done) {
      clearTimeout(stall);
      close();
      // Where it waits to be asked again, this is its end.
      pieces.return().catch(() => undefined);
      done(error);
    },
  });
}
