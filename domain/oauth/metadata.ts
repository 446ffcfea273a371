import { clientTokenScope } from "@/domain/oauth/client-tokens";
import { introspectionPath, metadataPath, revocationPath, tokenPath } from "@/domain/oauth/paths";

export type MetadataFacts = {
  readonly issuer: string;
  /** Where programs reach the API. */
  readonly endpointsUrl: string;
  readonly deskUrl: string;
};

/**
 * The metadata of RFC 8414 §2. `response_types_supported` is REQUIRED there, while §3.2 wants lists without elements left out; we have
 * no authorization endpoint and send the empty list: strict clients refuse a document without the member, none refuses it empty
 * (docs/decisions/0009). Gateways ask for introspection with a bearer token, named as the registry of access token types has it.
 */
export function buildMetadata({ issuer, endpointsUrl, deskUrl }: MetadataFacts) {
  const ofClients = ["client_secret_basic", "client_secret_post"];
  return {
    issuer,
    token_endpoint: endpointsUrl + tokenPath,
    token_endpoint_auth_methods_supported: ofClients,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
    scopes_supported: [clientTokenScope],
    introspection_endpoint: endpointsUrl + introspectionPath,
    introspection_endpoint_auth_methods_supported: ["Bearer"],
    revocation_endpoint: endpointsUrl + revocationPath,
    revocation_endpoint_auth_methods_supported: ofClients,
    service_documentation: `${deskUrl}/api/docs`,
  };
}

/** The path under which an issuer's metadata is found: the well-known part goes before the issuer's own path (RFC 8414 §3.1). */
export function metadataPathOf(issuer: string): string {
  return metadataPath + new URL(issuer).pathname.replace(/\/$/, "");
}
