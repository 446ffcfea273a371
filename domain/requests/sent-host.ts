/** An address or a name, and a port (RFC 3986 §3.2.2, §3.2.3); empty where a client has none to say. */
const hostForm = /^(?:\[[0-9A-Za-z:.%_~-]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?$/;

/** True for what may stand in a `Host`. */
export function isHost(value: string): boolean {
  return hostForm.test(value);
}

/**
 * What is wrong with the `Host` of a request, as a sentence for its client, or null. Without one, with two, or with one that is none, a
 * proxy before us may have read another host than we do (RFC 9112 §3.2: 400). HTTP/1.0 needs none.
 * @param rawHeaders name, value, name, value, as sent
 */
export function hostFault({
  httpVersion,
  rawHeaders,
}: {
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
}): string | null {
  let found: string | null = null;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length !== 4 || name.toLowerCase() !== "host") continue;
    if (found !== null) return "Send one Host header.";
    found = rawHeaders[i + 1]!;
  }
  if (found === null) return httpVersion === "1.0" ? null : "Send a Host header.";
  return isHost(found) ? null : "The Host header holds no host.";
}
