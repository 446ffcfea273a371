/** Where the OAuth endpoints are (design §5). */
export const tokenPath = "/api/v1.0/account/api/token";
export const introspectionPath = "/oauth2/introspect";
export const revocationPath = "/oauth2/revoke";
export const metadataPath = "/.well-known/oauth-authorization-server";

/** The endpoints that answer errors in OAuth's own format (RFC 6749 §5.2), whatever goes wrong. */
export const oauthEndpointPaths: readonly string[] = [tokenPath, introspectionPath, revocationPath];
