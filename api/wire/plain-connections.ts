import type { Server } from "node:http";
import type { Socket } from "node:net";
import { createHeadReader, type ReadHead } from "@/api/wire/head-reader";
import type { PlainHead } from "@/api/wire/read-head";
import { createSharedReads } from "@/api/wire/shared-reads";
import { formatResponse } from "@/api/wire/write-response";

/**
 * Sends the one response to a request.
 * @param headers lines of `writeHeaders`
 * @param bodyBytes of the body in UTF-8
 */
export type Respond = (status: number, headers: string, body: string, bodyBytes: number) => void;

/**
 * Answers the requests of one connection that have one head, one after the other; the body of each stands in `bytes`, from `start` to
 * `end`, and is good for the call alone. Must not throw, and must respond once.
 */
export type AnswerPlain = (bytes: Buffer, start: number, end: number, respond: Respond) => void;

/**
 * Who takes requests: says by their head whether it does, before the body is there, and how. A gateway sends the same head again and
 * again: what follows from it is found out once on each connection.
 */
export type Taker = { take(head: PlainHead, socket: Socket): AnswerPlain | null };

/** A body of which only a part has come is waited for so long; then Node's server, with its own clock, waits on. */
const restMsMax = 5_000;
/** What a client may send ahead while it waits for an answer; then nothing more is read until it has it. */
const aheadBytesMax = 65_536;

/**
 * Reads requests from connections of `server` before its own parser does, where they are plain and `taker` takes them. A connection
 * that sends anything else is handed over to the server for good, with every byte that came: what is plain is defined so narrowly
 * (`readPlainHead`) that both would read it alike. The server's own ways to end connections end these too.
 * @param idleMs for how long idle connections, those of the server too, stay once it closes: a client that asks on one at this moment, before
 *   it hears of the end, would find it reset. What is answered meanwhile says that it was the last.
 */
export function readPlainConnections(server: Server, taker: Taker, idleMs = 0): void {
  const [listen, ...others] = server.listeners("connection") as ((socket: Socket) => void)[];
  if (listen === undefined || others.length > 0) throw new Error("one listener, the server's own");
  server.removeListener("connection", listen);
  /** How to end each of them once its answer is sent. */
  const open = new Map<Socket, () => void>();
  let isClosing = false;
  let outbox: (() => void)[] = [];
  const reads = createSharedReads();
  const own = (bytes: Buffer) => (reads.holds(bytes) ? Buffer.from(bytes) : bytes);

  // The answers of one statement leave together: clients that wake up for the first find the others too, instead of falling asleep
  // and being woken again for each, which costs both sides more than all the rest of a write.
  const sendAll = () => {
    const sending = outbox;
    outbox = [];
    for (const send of sending) send();
  };
  const post = (send: () => void) => {
    if (outbox.length === 0) process.nextTick(sendAll);
    outbox.push(send);
  };

  const take = (socket: Socket) => {
    let isAnswering = false;
    let isLast = false;
    let hasAsked = false;
    let isShared = false;
    /** What came of a request that is not whole, or after one that is being answered. */
    let kept: Buffer | null = null;
    const readHead = createHeadReader();
    /** The latest head, and who answers it. */
    let known: ReadHead | null = null;
    let answer: AnswerPlain | null = null;
    /** The response that is to leave. */
    let text = "";
    let encoding: "latin1" | "utf8" = "latin1";
    let keepsAlive = true;

    const leave = () => {
      open.delete(socket);
      socket.off("data", onData).off("end", onEnd).off("timeout", onTimeout).off("drain", onDrain);
      socket.off("error", onError).off("close", leave);
      reads.end(socket);
    };
    const handOver = (bytes: Buffer) => {
      leave();
      socket.setTimeout(0);
      socket.pause();
      socket.unshift(own(bytes));
      listen.call(server, socket);
      process.nextTick(() => socket.resume());
    };
    const read = (bytes: Buffer, isRest: boolean) => {
      const asked = readHead(bytes);
      if (asked !== known) answer = asked === null ? null : taker.take(asked.head, socket);
      known = asked;
      if (asked === null || answer === null) {
        handOver(bytes);
        return;
      }
      const bodyAt = asked.bytes;
      const nextAt = bodyAt + asked.head.bodyBytes;
      if (bytes.length < nextAt) {
        if (isRest) {
          handOver(bytes);
          return;
        }
        kept = own(bytes);
        socket.setTimeout(restMsMax);
        return;
      }
      if (isRest || !hasAsked) socket.setTimeout(server.keepAliveTimeout);
      hasAsked = true;
      isAnswering = true;
      if (bytes.length > nextAt) keep(bytes.subarray(nextAt));
      keepsAlive = asked.head.keepsAlive;
      answer(bytes, bodyAt, nextAt, respond);
    };
    const respond: Respond = (status, headers, body, bodyBytes) => {
      if (isLast || isClosing) keepsAlive = false;
      text = formatResponse(
        { status, headers, body, bodyBytes, keepsAlive },
        server.keepAliveTimeout / 1_000,
        Date.now(),
      );
      encoding = bodyBytes === body.length ? "latin1" : "utf8";
      post(finish);
    };
    const keep = (bytes: Buffer) => {
      kept = kept === null ? own(bytes) : Buffer.concat([kept, bytes]);
      if (kept.length > aheadBytesMax) socket.pause();
    };
    const finish = () => {
      const leaving = text;
      text = "";
      if (socket.destroyed) return;
      if (!keepsAlive) {
        kept = null;
        socket.off("data", onData);
        reads.end(socket);
        socket.end(leaving, encoding).resume();
        return;
      }
      // Who does not read its answers gets no more of them, and asks no more.
      if (!socket.write(leaving, encoding)) {
        socket.pause();
        return;
      }
      goOn();
    };
    const goOn = () => {
      isAnswering = false;
      // A connection whose first request is not plain is never read so.
      if (!isShared) isShared = reads.begin(socket, onData);
      const next = kept;
      if (next === null) {
        // What was to be the last came while this answer, which does not say so, was leaving.
        if (isLast) socket.end();
        return;
      }
      kept = null;
      if (socket.isPaused()) socket.resume();
      if (!socket.destroyed) read(next, false);
    };
    const onData = (chunk: Buffer) => {
      if (isAnswering) keep(chunk);
      else if (kept === null) read(chunk, false);
      else {
        const whole = Buffer.concat([kept, chunk]);
        kept = null;
        read(whole, true);
      }
    };
    const onDrain = () => {
      if (!isAnswering) return;
      socket.resume();
      goOn();
    };
    // Sockets of Node's server stay half open until they are ended.
    const onEnd = () => {
      isLast = true;
      if (!isAnswering) socket.end();
    };
    const onTimeout = () => {
      // Who waits for an answer gets it before, or does not read it.
      if (kept === null || isAnswering) socket.destroy();
      else handOver(kept);
    };
    const onError = () => socket.destroy();

    open.set(socket, () => {
      isLast = true;
      const endIdle = () => {
        if (isAnswering || !open.has(socket)) return;
        if (kept === null) socket.destroy();
        else handOver(kept);
      };
      if (kept !== null) endIdle();
      // A question that has arrived already is still answered: a whole turn reads it.
      else setImmediate(() => setImmediate(endIdle));
    });
    socket.on("data", onData).on("end", onEnd).on("timeout", onTimeout).on("drain", onDrain);
    socket.on("error", onError).on("close", leave);
    // Who has asked nothing yet has as long as Node's server gives for a request.
    socket.setTimeout(server.requestTimeout);
  };

  server.on("connection", take);
  const [closeIdle, closeAll] = [server.closeIdleConnections, server.closeAllConnections];
  const endIdle = () => {
    // First, as newer versions of Node take a connection that was only just handed over for an idle one.
    closeIdle.call(server);
    for (const end of [...open.values()]) end();
  };
  server.closeIdleConnections = () => {
    if (idleMs === 0) endIdle();
    else if (!isClosing) setTimeout(endIdle, idleMs).unref();
    isClosing = true;
  };
  server.closeAllConnections = () => {
    for (const socket of [...open.keys()]) socket.destroy();
    closeAll.call(server);
  };
}
