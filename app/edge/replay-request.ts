import { IncomingMessage } from "node:http";

/** A request whose body has arrived: it reads from memory, and cannot break its connection. */
class WholeRequest extends IncomingMessage {
  override _read(): void {}
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    callback(error);
  }
}

/** The same request once more, with the body that was read from it. */
export function replayRequest(request: IncomingMessage, body: Buffer): IncomingMessage {
  const again = new WholeRequest(request.socket);
  again.method = request.method;
  again.url = request.url;
  again.httpVersion = request.httpVersion;
  again.httpVersionMajor = request.httpVersionMajor;
  again.httpVersionMinor = request.httpVersionMinor;
  again.rawHeaders = request.rawHeaders;
  again.headers = request.headers;
  again.complete = true;
  if (body.length > 0) again.push(body);
  again.push(null);
  return again;
}
