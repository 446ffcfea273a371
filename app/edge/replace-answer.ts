import type { ServerResponse } from "node:http";
import type { Refusal } from "@/app/edge/refuse";

/**
 * Puts an answer of our own in the place of one that Next.js begins: `choose` looks at the response once, before its head is sent, and
 * names the refusal to give instead, or null to let it pass.
 */
export function replaceAnswer(
  response: ServerResponse,
  choose: () => Refusal | null,
  answer: (refusal: Refusal) => void,
): void {
  const { write, end, writeHead, flushHeaders } = response;
  let replaced: boolean | undefined;
  const isReplaced = () => {
    if (replaced !== undefined) return replaced;
    const refusal = response.headersSent ? null : choose();
    replaced = refusal !== null;
    if (refusal === null) return false;
    // What Next.js still says goes nowhere; it waits for "finish", which comes with our answer.
    const nothing = () => response;
    const mute = { write: () => true, end: nothing, writeHead: nothing, flushHeaders: nothing };
    const respond = () => {
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      Object.assign(response, { write, end, writeHead, flushHeaders });
      answer(refusal);
      Object.assign(response, mute);
    };
    Object.assign(response, mute);
    // To a request that is read to its end, the answer is written at once.
    if (response.req.complete) respond();
    else response.req.once("end", respond).resume();
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
