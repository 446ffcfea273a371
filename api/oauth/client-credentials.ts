import type { FastifyRequest } from "fastify";
import { decodeForm } from "@/api/oauth/form";
import { invalidClient, OAuthError } from "@/api/oauth/oauth-error";
import { countHeader } from "@/api/request-credentials";
import type { ClientCredentials } from "@/services/oauth/authenticate-client";

/** The parameters by which clients authenticate; `client_assertion` is not supported, but counts as a method. */
export const clientParameters = ["client_id", "client_secret", "client_assertion"] as const;
type ClientParameters = Readonly<Record<(typeof clientParameters)[number], string | null>>;

const basic = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

/**
 * The client's credentials: HTTP Basic, or the body, one of them (RFC 6749 §2.3, §2.3.1). Throws `invalid_request` for what cannot be
 * read, two methods, or credentials in the address; `invalid_client` when there are none or of another kind.
 */
export function readClientCredentials(request: FastifyRequest, body: ClientParameters): ClientCredentials {
  refuseCredentialsInAddress(request);
  const header = request.headers.authorization;
  const { client_id: id, client_secret: secret, client_assertion: assertion } = body;
  const methods = [header, secret, assertion].filter((method) => method != null);
  if (methods.length > 1 || countHeader(request, "authorization") > 1) {
    throw new OAuthError(
      "invalid_request",
      "Authenticate in one way: with the Basic scheme, or in the body.",
    );
  }
  if (header !== undefined) {
    const credentials = parseBasic(header);
    if (id === null || id === credentials.clientId) return credentials;
    throw new OAuthError("invalid_request", "client_id in the body is another than in the header.");
  }
  if (secret !== null && id === null) {
    throw new OAuthError("invalid_request", "The parameter client_id is missing.");
  }
  if (secret === null || id === null) throw invalidClient();
  return { clientId: id, secret };
}

/**
 * Client id and secret out of an `Authorization` value. Both are form-urlencoded before they are joined (RFC 6749 §2.3.1), so that either
 * may hold a colon. Throws `invalid_client` for another scheme, `invalid_request` for what cannot be read.
 */
export function parseBasic(header: string): ClientCredentials {
  if (!/^basic(?: |$)/i.test(header)) throw invalidClient();
  const encoded = basic.exec(header)?.[1];
  const text = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon === -1) throw unreadableBasic();
  let clientId: string;
  let secret: string;
  try {
    clientId = decodeForm(text.slice(0, colon));
    secret = decodeForm(text.slice(colon + 1));
  } catch {
    throw unreadableBasic();
  }
  if (clientId === "" || secret === "") throw unreadableBasic();
  return { clientId, secret };
}

function unreadableBasic(): OAuthError {
  return new OAuthError(
    "invalid_request",
    "Send Authorization: Basic with the base64 of client id, colon and secret, both form-urlencoded first.",
  );
}

// Addresses are logged and cached: RFC 6749 §2.3.1 forbids them to carry credentials.
function refuseCredentialsInAddress(request: FastifyRequest): void {
  const query = request.query as Record<string, unknown>;
  const names = [...clientParameters, "token", "access_token"];
  if (names.some((name) => query[name] !== undefined)) {
    throw new OAuthError(
      "invalid_request",
      "Send credentials in the header or the body, never in the address.",
    );
  }
}
