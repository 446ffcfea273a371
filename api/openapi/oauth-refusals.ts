import { z } from "zod";
import type { Operation } from "@/api/openapi/operation";
import { nameSchema } from "@/api/openapi/wire";

type Refused = { readonly description: string; readonly error: string };

/** How OAuth endpoints refuse (RFC 6749 §5.2), in place of problems; see api/oauth. */
export const oauthErrorSchema = nameSchema(
  "OAuthError",
  z.object({ error: z.string(), error_description: z.string() }),
);

const refusals: Readonly<Record<number, Refused>> = {
  400: { description: "The request is not one of OAuth.", error: "invalid_request" },
  401: { description: "The caller did not prove itself.", error: "invalid_client" },
  413: { description: "The body is too large.", error: "invalid_request" },
  429: { description: "Too many tries.", error: "slow_down" },
  500: { description: "Something went wrong on our side.", error: "server_error" },
  503: {
    description: "Nobody can tell now: take nothing for done.",
    error: "temporarily_unavailable",
  },
};

/** The refusals of an OAuth endpoint by status, with an example each. What only tells of the server refuses other methods alone. */
export function oauthRefusals({ credentials }: Operation): [status: number, Refused][] {
  return credentials === "none"
    ? [[405, { description: "Only GET.", error: "invalid_request" }]]
    : Object.entries(refusals).map(([status, refused]) => [Number(status), refused]);
}
