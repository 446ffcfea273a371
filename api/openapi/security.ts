import type { Operation } from "@/api/openapi/operation";
import { clientTokenScope } from "@/domain/oauth/client-tokens";
import { tokenPath } from "@/domain/oauth/paths";

type Json = Record<string, unknown>;

/** How callers prove themselves. */
export const securitySchemes = {
  token: {
    type: "http",
    scheme: "bearer",
    description: "`Authorization: Bearer <token>`: every type but impersonation tokens.",
  },
  impersonation: {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description:
      "`Authorization: Impersonation <token>`: impersonation tokens. Write the word before the token.",
  },
  client: {
    type: "oauth2",
    description: "An API client obtains account tokens that last an hour.",
    flows: {
      clientCredentials: {
        tokenUrl: tokenPath,
        scopes: { [clientTokenScope]: "All that an account token may do." },
      },
    },
  },
  clientBasic: {
    type: "http",
    scheme: "basic",
    description: "Client id and client secret, each form-urlencoded first (RFC 6749 §2.3.1).",
  },
  gateway: {
    type: "http",
    scheme: "bearer",
    description: "`Authorization: Bearer <gateway token>`.",
  },
  gatewayHeader: {
    type: "apiKey",
    in: "header",
    name: "X-Keydesk-Gateway",
    description: "The gateway's own token where `Authorization` carries its client's.",
  },
} as const;

/** Which of the schemes an operation takes, each on its own. */
export function securityOf({ credentials, types = [] }: Operation): Json[] {
  if (credentials === "token") {
    return [
      ...(types.some((type) => type !== "impersonation") ? [{ token: [] }] : []),
      ...(types.includes("impersonation") ? [{ impersonation: [] }] : []),
      ...(types.includes("account") ? [{ client: [] }] : []),
    ];
  }
  const ofGateways = [{ gateway: [] }, { gatewayHeader: [] }];
  if (credentials === "gateway") return ofGateways;
  if (credentials === "client") return [{ clientBasic: [] }];
  return credentials === "gateway_or_client" ? [{ clientBasic: [] }, ...ofGateways] : [];
}

const text = { type: "string" } as const;
const count = { type: "integer", minimum: 0 } as const;

/** Headers that many answers have. */
export const headers = {
  "X-Request-Id": { description: "The request's id, also in problems and in the audit trail.", schema: text },
  "X-API-Usage-Total": { description: "Calls that the account ever made.", schema: count },
  "X-API-Usage-Today": { description: "Calls that the account made today (UTC).", schema: count },
  "X-API-Usage-Limit": { description: "Calls a day: the account's licensed assets.", schema: count },
  "X-API-Usage-Remaining": { description: "Calls that remain today.", schema: count },
  RateLimit: { description: 'Where each limit stands: `"minute";r=99;t=60`.', schema: text },
  "RateLimit-Policy": { description: 'Each limit\'s quota and window: `"minute";q=100;w=60`.', schema: text },
  "Retry-After": { description: "Seconds to wait before the next try.", schema: count },
  "WWW-Authenticate": {
    description: "The schemes that are accepted, with the error (RFC 6750 §3).",
    schema: text,
  },
} as const;

const ofUsage = [
  "X-API-Usage-Total",
  "X-API-Usage-Today",
  "X-API-Usage-Limit",
  "X-API-Usage-Remaining",
  "RateLimit",
  "RateLimit-Policy",
] as const satisfies readonly (keyof typeof headers)[];

/** The headers of an answer of this status. */
export function headerRefs({ credentials }: Operation, status: number): Json {
  const names: (keyof typeof headers)[] = ["X-Request-Id"];
  if (credentials === "token" && status !== 401 && status !== 503) names.push(...ofUsage);
  if (status === 429 || status === 503) names.push("Retry-After");
  if (status === 401) names.push("WWW-Authenticate");
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
