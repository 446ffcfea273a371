import type { IncomingMessage } from "node:http";

/**
 * The whole body, or why not: it is larger than the bound (told by its length, or by counting), it did not arrive in time, or
 * the client went away in the middle of it. What comes after a refusal is left to `refuse` to drain.
 */
export function readBody(
  request: IncomingMessage,
  bounds: { bytesMax: number; waitMsMax: number },
): Promise<Buffer | "too_large" | "too_slow" | "gone"> {
  if (Number(request.headers["content-length"] ?? 0) > bounds.bytesMax) return Promise.resolve("too_large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (outcome: Buffer | "too_large" | "too_slow" | "gone") => {
      clearTimeout(timer);
      request.off("data", take).off("end", whole).off("close", gone).off("error", gone);
      if (typeof outcome === "string") request.on("error", () => undefined);
      resolve(outcome);
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bounds.bytesMax) settle("too_large");
      else chunks.push(chunk);
    };
    const whole = () => settle(Buffer.concat(chunks));
    const gone = () => settle("gone");
    const timer = setTimeout(() => settle("too_slow"), bounds.waitMsMax);
    request.on("data", take).on("end", whole).on("close", gone).on("error", gone);
  });
}
