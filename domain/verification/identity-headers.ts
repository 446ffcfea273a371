/** What forward auth says of a good token; gateways hand these to what they protect, and nothing else under such names. */
export const identityHeaders = [
  "X-Keydesk-Token",
  "X-Keydesk-Account",
  "X-Keydesk-Organization",
  "X-Keydesk-User",
  "X-Keydesk-Permissions",
] as const;

/** Carries the gateway's own token to Keydesk. */
export const gatewayHeader = "X-Keydesk-Gateway";
/** The exact verdict, for the gateway and its log alone. */
export const verdictHeader = "X-Keydesk-Verdict";
/** The code of a refusal that its client may know, for gateways that cannot pass a body on. */
export const errorHeader = "X-Keydesk-Error";
/** The gateway's rule (`permission=…&organization=…`) where the address is not its own to write (Envoy). */
export const askHeader = "X-Keydesk-Ask";
/** The client's address as the gateway saw it, where `X-Forwarded-For` is not its own to write (Envoy). */
export const clientAddressHeader = "X-Keydesk-Client-Address";

/** Every name that means something between Keydesk and gateways: no client's word under these reaches what is protected. */
export const ownHeaders = [
  ...identityHeaders,
  gatewayHeader,
  verdictHeader,
  errorHeader,
  askHeader,
  clientAddressHeader,
] as const;
