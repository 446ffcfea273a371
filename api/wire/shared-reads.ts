import { Socket, type SocketConstructorOpts } from "node:net";

/** Reads of sockets into one buffer that all of them share. */
export type SharedReads = {
  /**
   * From now on what comes is given to `onRead`, in bytes that are good for the call alone. Only where nothing that came is still to be
   * read from the socket as a stream. False where this Node's sockets cannot: they go on as streams.
   */
  begin(socket: Socket, onRead: (bytes: Buffer) => void): boolean;
  /** From now on what comes can be read from the socket as a stream again, by Node's server too. */
  end(socket: Socket): void;
  /** Whether bytes are the shared ones, which the next read writes over. */
  holds(bytes: Buffer): boolean;
};

/** As much as a socket is asked for at once. */
const bufferBytes = 65_536;
/**
 * Node gives its sockets this way of reading where they are made (`onread` of `new net.Socket`), but not those that its servers make. What
 * it is done with there is no interface, so it is used on the versions that its tests were run on.
 */
const triedVersions = new Set(["20", "22", "24", "26"]);

/** Told how many bytes came; false: no more for now. */
type OnRead = (bytes: number) => boolean;
type Handle = { useUserBuffer?: (buffer: Buffer) => void };
type Inside = { [key: symbol]: unknown; _handle: Handle | null };

/** Under which keys a socket has its buffer and who is told of reads; null where they are not as expected. */
function findKeys(): { readonly buffer: symbol; readonly onRead: symbol } | null {
  if (!triedVersions.has(process.versions.node.split(".")[0]!)) return null;
  const [given, callback] = [Buffer.alloc(1), () => true];
  // The option is documented, and missing in the types.
  const probe = new Socket({ onread: { buffer: given, callback } } as SocketConstructorOpts);
  const inside = probe as unknown as Inside;
  const keyOf = (value: unknown) => Object.getOwnPropertySymbols(probe).find((key) => inside[key] === value);
  const [buffer, onRead] = [keyOf(given), keyOf(callback)];
  probe.destroy();
  return buffer === undefined || onRead === undefined ? null : { buffer, onRead };
}

/**
 * Makes the reads of one server. Of a socket that is read as a stream each piece is a buffer of its own, first of 64 KB and then cut to
 * its size, which costs more than reading it.
 */
export function createSharedReads(): SharedReads {
  const keys = findKeys();
  const shared = Buffer.allocUnsafeSlow(bufferBytes);
  /** By their length: gateways send pieces of few lengths. */
  const pieces = new Map<number, Buffer>();
  const piecesMax = 1_000;

  const pieceOf = (length: number) => {
    let piece = pieces.get(length);
    if (piece === undefined) {
      if (pieces.size >= piecesMax) pieces.clear();
      piece = shared.subarray(0, length);
      pieces.set(length, piece);
    }
    return piece;
  };

  return {
    begin(socket, onRead) {
      const inside = socket as unknown as Inside;
      const handle = inside._handle;
      const readInto = handle?.useUserBuffer;
      if (keys === null || typeof readInto !== "function") return false;
      if (inside[keys.buffer] !== null || inside[keys.onRead] !== null) return false;
      if (socket.isPaused() || socket.readableLength > 0) return false;
      inside[keys.buffer] = shared;
      const tell: OnRead = (bytes) => {
        onRead(pieceOf(bytes));
        return true;
      };
      inside[keys.onRead] = tell;
      readInto.call(handle, shared);
      return true;
    },
    end(socket) {
      const inside = socket as unknown as Inside;
      if (keys === null || inside[keys.buffer] !== shared) return;
      const push: OnRead = (bytes) => socket.push(Buffer.from(pieceOf(bytes)));
      inside[keys.onRead] = push;
    },
    holds: (bytes) => bytes.buffer === shared.buffer,
  };
}
