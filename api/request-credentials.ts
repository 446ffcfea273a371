import type { Incoming } from "@/api/incoming";
import { ownText } from "@/domain/text/own-text";
import {
  type Credential,
  holdsTwoCredentials,
  parseAuthorization,
  parsePresented,
} from "@/domain/verification/credential";

/** A request that cannot be read as asking with one token; `detail` is for the client. Answered 400 (RFC 6750 §3.1). */
export class InvalidRequest extends Error {
  override readonly name = "InvalidRequest";
}

/** The token of a request's `Authorization` header. Throws `InvalidRequest` for two of them, or one in the address. */
export function readAuthorization(request: Incoming): Credential {
  const credential = readAuthorizationHeader(request);
  const query = request.query as Record<string, unknown>;
  if (query.access_token !== undefined || query.token !== undefined) throw tokenInAddress();
  return credential;
}

/** The same where the address is not for Keydesk to judge: a gateway's client wrote it. */
export function readAuthorizationHeader(request: Incoming): Credential {
  const value = request.headers.authorization;
  // Node keeps the first of two Authorization headers and drops the other silently.
  if (countHeader(request, "authorization") > 1 || (value !== undefined && holdsTwoCredentials(value))) {
    throw new InvalidRequest("Send one Authorization header with one token.");
  }
  return parseAuthorization(value);
}

/** Addresses are logged, cached and sent on as referrers: no token in them (RFC 6750 §5.3, ASVS 14.2.1). */
export function tokenInAddress(): InvalidRequest {
  return new InvalidRequest("Send the token in the Authorization header, never in the address.");
}

/** A gateway's own token: `X-Keydesk-Gateway`, or where the client's token travels in the body also `Authorization`. */
export function readGateway(request: Incoming, authorizationToo: boolean): Credential {
  const header = request.headers["x-keydesk-gateway"];
  const own = typeof header === "string" ? header : undefined;
  if (countHeader(request, "x-keydesk-gateway") > 1) {
    throw new InvalidRequest("Send one X-Keydesk-Gateway header.");
  }
  if (!authorizationToo) return own === undefined ? parsePresented("") : readRemembered(own);
  const credential = readAuthorization(request);
  if (own !== undefined && request.headers.authorization !== undefined) {
    throw new InvalidRequest("Send the gateway token in Authorization or in X-Keydesk-Gateway, not in both.");
  }
  return own === undefined ? credential : readRemembered(own);
}

const rememberedMax = 100;
const remembered = new Map<string, Credential>();

// Gateways send the same token with each request. Remembered is how it is read, not whether it is good; and of gateways alone,
// so that nobody else's token stays.
function readRemembered(own: string): Credential {
  const found = remembered.get(own);
  if (found !== undefined) return found;
  const text = ownText(own);
  const read = parsePresented(text);
  if (read.kind !== "token" || read.token.type !== "gateway") return read;
  if (remembered.size >= rememberedMax) remembered.clear();
  remembered.set(text, read);
  return read;
}

/** The value of a query parameter that may stand there once; null when absent. */
export function readParameter(request: Incoming, name: string): string | null {
  const value = (request.query as Record<string, unknown>)[name];
  if (value === undefined) return null;
  if (typeof value !== "string")
    throw new InvalidRequest(`The parameter ${name} may stand in the address once.`);
  return value;
}

/**
 * What `read` finds, or why it cannot be read: to be thrown once the token is known. What is wrong with a token is told first, and a
 * good one's answer has its account's limits, whatever else it says (RZ-07).
 */
export function readOrFault<T>(read: () => T): T | InvalidRequest {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidRequest) return error;
    throw error;
  }
}

/** How often a header was sent: Node keeps one of several Authorization headers and drops the others silently. */
export function countHeader(request: Incoming, name: string): number {
  const raw = request.raw.rawHeaders;
  let count = 0;
  for (let i = 0; i < raw.length; i += 2) {
    const header = raw[i]!;
    if (header.length === name.length && header.toLowerCase() === name) count += 1;
  }
  return count;
}
