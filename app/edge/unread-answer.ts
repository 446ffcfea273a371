import type { ServerResponse } from "node:http";
import type { Attempt } from "@/app/edge/attempts";

/**
 * Next.js answers 500 to what it cannot read. While none of the desk's code has run, nothing has failed on our side and
 * nothing was changed: `answer` is given instead.
 */
export function replaceUnreadAnswer(response: ServerResponse, attempt: Attempt, answer: () => void): void {
  const { write, end, writeHead, flushHeaders } = response;
  let replaced: boolean | undefined;
  const isReplaced = () => {
    if (replaced !== undefined) return replaced;
    const unread = response.statusCode === 500 || attempt.refused;
    replaced = unread && !attempt.reached && !response.headersSent;
    if (!replaced) return false;
    attempt.refused = true;
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    Object.assign(response, { write, end, writeHead, flushHeaders });
    answer();
    // What Next.js still says goes nowhere; it waits for "finish", which comes with our answer.
    const nothing = () => response;
    Object.assign(response, { write: () => true, end: nothing, writeHead: nothing, flushHeaders: nothing });
    return true;
  };
  Object.assign(response, {
    writeHead: (status: number, ...rest: unknown[]) => {
      response.statusCode = status;
      return isReplaced() ? response : Reflect.apply(writeHead, response, [status, ...rest]);
    },
    flushHeaders: () => void (isReplaced() || Reflect.apply(flushHeaders, response, [])),
    write: (...args: unknown[]) => isReplaced() || Reflect.apply(write, response, args),
    end: (...args: unknown[]) => (isReplaced() ? response : Reflect.apply(end, response, args)),
  });
}
