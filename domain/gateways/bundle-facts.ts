/** What a bundle is made of. */
export type BundleFacts = {
  /** The gateway's name, as people gave it. */
  readonly name: string;
  /** Its token, for it alone. */
  readonly token: string;
  /** Base URL of the HTTP API as the gateway reaches it. */
  readonly apiUrl: string;
  /** Public address of the desk, where the pages of the error codes are. */
  readonly deskUrl: string;
};

/** A file of a bundle; `mode` in octal, as tar writes it. */
export type BundleFile = {
  readonly path: string;
  readonly text: string;
  readonly mode: "600" | "644" | "755";
};

/** Where Keydesk is, in the parts that configurations want. */
export type ApiAddress = {
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number;
  /** `host:port`, with brackets around an IPv6 address. */
  readonly hostPort: string;
  /** As the `Host` header has it: without the scheme's own port. */
  readonly hostHeader: string;
  /** In front of every path; empty or `/…` without a slash at the end. */
  readonly prefix: string;
};

/** Splits the API's base URL. What some configuration language does not take for plain text is percent-encoded. */
export function readApiAddress(apiUrl: string): ApiAddress {
  const url = new URL(apiUrl);
  const isTls = url.protocol === "https:";
  const port = url.port === "" ? (isTls ? 443 : 80) : Number(url.port);
  return {
    isTls,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port,
    hostPort: `${url.hostname}:${port}`,
    hostHeader: url.host,
    prefix: encodePath(url.pathname),
  };
}

/** An address as configurations hold it, without a slash at the end. */
export function plainUrl(address: string): string {
  const url = new URL(address);
  return url.origin + encodePath(url.pathname);
}

function encodePath(path: string): string {
  return path
    .replace(/\/+$/, "")
    .replace(/[^\w.~%/-]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);
}
