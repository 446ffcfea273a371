import type { z } from "zod";
import type { ErrorCode } from "@/domain/errors/codes";
import type { TokenType } from "@/domain/tokens/types";

/** The chapters of the documentation, in their order. */
export const tags = {
  Self: "What the presented token is.",
  Export: "Reads one organization's tokens, audit trail and usage, and nothing else.",
  Organization: "Reads and writes in one organization.",
  Account: "Reads and writes everything in the account.",
  Download: "Gateway bundles, with a token of their own inside.",
  OAuth: "OAuth 2.0: client credentials, introspection, revocation, metadata.",
  Verification: "What gateways and backends ask about the tokens of their clients.",
} as const;

/** Who calls: nobody in particular, a token, a gateway, an API client, or one of the last two. */
export type Credentials = "none" | "token" | "gateway" | "client" | "gateway_or_client";

export type Answer = {
  readonly description: string;
  /** JSON unless another is named. */
  readonly contentType?: string;
  /** Left out where the body is no JSON or empty. */
  readonly schema?: z.ZodType;
  readonly example?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a route says of itself; the document is made of nothing else. Schemas are those that parse input and write answers. */
export type Operation = {
  /** Unique; clients are generated with it as the name of a function. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: keyof typeof tags;
  readonly credentials: Credentials;
  /** The types that may call, with credentials "token". */
  readonly types?: readonly TokenType[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Request headers, by name, with what they do. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: {
    readonly schema: z.ZodType;
    readonly example: unknown;
    /** JSON unless another is named. */
    readonly contentType?: string;
    readonly isOptional?: boolean;
  };
  /** Success, by status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Codes it may refuse with besides those that every route has. */
  readonly refusals?: readonly ErrorCode[];
};

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the document says of the route; null: not part of the API. */
    operation?: Operation | null;
  }
}

/** The `config` of a route that belongs into the document: `app.get(path, { config: describe({…}) }, handler)`. */
export function describe(operation: Operation): { operation: Operation } {
  return { operation };
}

/** The `config` of a route that is no part of the API: health, the document itself, its page. */
export const undocumented = { operation: null } as const;
