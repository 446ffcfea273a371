import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/** How long a client that is still sending may go on, so that it comes to read the answer. */
const lingerMsMax = 5_000;

/**
 * The body of an answer to a client that is still sending: it ends when the client has finished, or after five seconds. To
 * close earlier would make the client's system throw the answer away unread (RFC 9112 §9.6). Send it with its length.
 */
export function lingerWith(request: IncomingMessage, body: string): Readable {
  const answer = new Readable({ read() {} });
  answer.push(body);
  const end = () => {
    clearTimeout(timer);
    request.off("end", end).off("close", end);
    answer.push(null);
  };
  const timer = setTimeout(end, lingerMsMax);
  if (request.complete) end();
  else request.on("end", end).on("close", end).resume();
  return answer;
}
