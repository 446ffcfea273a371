export type Response = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
};

/** The HTTP response that a text (one character per byte) holds; null while it is not whole. Throws on what it does not know. */
export function readResponse(text: string): Response | null {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd === -1) return null;
  const lines = text.slice(0, headEnd).split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(lines[0] ?? "")?.[1]);
  if (Number.isNaN(status)) throw new Error(`no HTTP response: ${lines[0]}`);
  const headers = new Map<string, string>();
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  if (headers.has("transfer-encoding")) throw new Error("a response without a length");
  const length = status === 204 ? 0 : Number(headers.get("content-length") ?? 0);
  const from = headEnd + 4;
  if (text.length < from + length) return null;
  return { status, headers, body: text.slice(from, from + length) };
}
