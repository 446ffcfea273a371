import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { describe, type Operation } from "@/api/openapi/operation";
import { ofBodies } from "@/api/openapi/refusals";
import { sendProblem } from "@/api/problem";
import { authenticate, type Caller, type Door } from "@/api/v1/authenticate";
import { readRepeatable } from "@/api/v1/idempotency";
import { nothing, parseCall, readQuery } from "@/api/v1/parse-call";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import type { Refusal, Result } from "@/domain/result";
import { buildChallenge, buildForbiddenChallenge } from "@/domain/verification/challenge";
import { Repeated } from "@/services/idempotency/repeatable";
import type { Context } from "@/services/kernel/context";

type Shape = Readonly<Record<string, z.ZodType>>;
type Parsed<S extends Shape> = z.output<z.ZodObject<S>>;

/** A JSON route of /api/v1.0: who may call, what it takes and gives, said once for checks, answers and the document. */
export type Endpoint<P extends Shape, Q extends Shape, B extends z.ZodType, A extends z.ZodType> = Pick<
  Operation,
  "id" | "summary" | "description" | "tag"
> & {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** As Fastify writes it: "/api/v1.0/org/tokens/:tokenId". */
  readonly path: string;
  readonly door: Door;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: { readonly schema: B; readonly example: unknown; readonly isOptional?: boolean };
  /** 204 when it has no schema. */
  readonly answer: {
    readonly status?: 200 | 201;
    readonly description: string;
    readonly schema?: A;
    readonly example?: unknown;
    /** Where what was made is found, by the answer's id: "/api/v1.0/org/tokens". */
    readonly location?: string;
  };
  /** It may be sent again under an `Idempotency-Key`; the members named are in the first answer only. */
  readonly repeats?: { readonly shownOnce: readonly string[] };
  readonly refusals?: readonly ErrorCode[];
  run(call: {
    readonly context: Context;
    /** In which the call works; null: in the whole account. */
    readonly organizationId: string | null;
    readonly params: Parsed<P>;
    readonly query: Parsed<Q>;
    /** The query as it came, checked: for services that parse it themselves. */
    readonly sentQuery: Readonly<Record<string, string>>;
    readonly body: z.output<B>;
  }): Promise<Result<Readable<z.output<A>>>>;
};

type Readable<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Readable<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Readable<T[K]> }
      : T;

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** Adds a route that lets in by its door, refuses what it does not know, runs, and writes the answer by its schema. */
export function addEndpoint<
  A extends z.ZodType,
  B extends z.ZodType = z.ZodUndefined,
  P extends Shape = Record<never, never>,
  Q extends Shape = Record<never, never>,
>(app: FastifyInstance, endpoint: Endpoint<P, Q, B, A>): void {
  const { method, path: url, door, repeats } = endpoint;
  const params = z.object(endpoint.params ?? {});
  // Read by the door already.
  const organization = door.organization === "none" ? {} : { _oid: organizationParameter };
  const query = z.strictObject({ ...endpoint.query, ...organization });
  const body = endpoint.body?.schema ?? nothing;
  const needsBody = endpoint.body !== undefined && endpoint.body.isOptional !== true;
  const status = endpoint.answer.schema === undefined ? 204 : (endpoint.answer.status ?? 200);

  const write = (value: unknown) => endpoint.answer.schema?.encode(value as never);
  const keep = (value: unknown) => {
    const once = Object.fromEntries((repeats?.shownOnce ?? []).map((name) => [name, null]));
    return { status, response: { ...(write(value) as object), ...once } };
  };

  app.route({
    method,
    url,
    config: describe(toOperation(endpoint, query, status)),
    onRequest: async (request, reply) => {
      // Many clients name a type with every call: of nothing it says nothing.
      if (!needsBody && hasNoBody(request)) delete request.headers["content-type"];
      request.caller = await authenticate(request, reply, door);
      return request.caller === null ? reply : undefined;
    },
    handler: async (request, reply) => {
      if (request.caller === null) throw new Error("nobody was let in");
      const named = params.safeParse(request.params);
      if (!named.success) return sendProblem(reply, "not_found");
      const { _oid, ...sentQuery } = readQuery(request);
      const asked = parseCall(query, _oid === undefined ? sentQuery : { ...sentQuery, _oid });
      if (!asked.ok) return refuse(reply, asked.refusal);
      const sent = parseCall(body, method === "GET" || method === "DELETE" ? {} : (request.body ?? {}));
      if (!sent.ok) return refuse(reply, sent.refusal);
      const repeatable = repeats ? readRepeatable(request, keep) : null;
      const context = { ...request.caller.context, ...(repeatable ? { repeatable } : {}) };
      const organizationId = request.caller.verification.organization?.id ?? null;
      const call = {
        context,
        organizationId,
        params: named.data,
        query: asked.value,
        sentQuery,
        body: sent.value,
      };
      try {
        const result = await endpoint.run(call as never);
        if (!result.ok) return refuse(reply, result.refusal);
        return send(reply, status, write(result.value), endpoint.answer.location);
      } catch (error) {
        if (!(error instanceof Repeated)) throw error;
        reply.header("idempotency-replayed", "true");
        return send(reply, error.kept.status, error.kept.response, endpoint.answer.location);
      }
    },
  });
}

function hasNoBody({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0;
}

const organizationParameter = z.uuid().optional();

function send(reply: FastifyReply, status: number, body: unknown, location?: string): FastifyReply {
  if (body === undefined) return reply.code(status).send();
  if (location !== undefined) reply.header("location", `${location}/${(body as { id: string }).id}`);
  return reply
    .code(status)
    .header("content-type", "application/json; charset=utf-8")
    .send(JSON.stringify(body));
}

/**
 * Answers a service's refusal. A token that ended between the door and the action gets the same answer as at the door, and one that is
 * good but not enough is told so in RFC 6750's words too (§3.1, ZE-04).
 */
export function refuse(reply: FastifyReply, { code, message, fields }: Refusal): FastifyReply {
  if (code === "unauthenticated") {
    reply.header("www-authenticate", buildChallenge("revoked"));
    return sendProblem(reply, "invalid_token", inBearerWords("invalid_token", "invalid_token"));
  }
  const isForbidden = errorCodes[code].status === 403;
  if (isForbidden) reply.header("www-authenticate", buildForbiddenChallenge(code));
  return sendProblem(reply, code, {
    detail: message,
    ...(isForbidden ? inBearerWords("insufficient_scope", code) : {}),
    ...(fields ? { fields } : {}),
  });
}

const inBearerWords = (error: string, code: ErrorCode) => ({
  error,
  error_description: errorCodes[code].title,
});

function toOperation(
  endpoint: Endpoint<Shape, Shape, z.ZodType, z.ZodType> | Endpoint<never, never, never, never>,
  query: z.ZodObject,
  status: number,
): Operation {
  const { id, summary, description, tag, door, params, body, answer, method } = endpoint;
  // Also where none is wanted, what is sent is read.
  const refusals = [...(endpoint.refusals ?? []), ...(method === "GET" ? [] : ofBodies)];
  return {
    id,
    summary,
    ...(description ? { description } : {}),
    tag,
    credentials: "token",
    types: door.types,
    ...(params ? { params: z.object(params) } : {}),
    query,
    ...(body ? { body } : {}),
    ...(endpoint.repeats ? { headers: { "Idempotency-Key": idempotencyText } } : {}),
    answers: {
      [status]: {
        description: answer.description,
        ...(answer.schema ? { schema: answer.schema, example: answer.example } : {}),
        ...(answer.location ? { headers: { Location: "Where it is found." } } : {}),
      },
    },
    refusals,
  };
}

const idempotencyText =
  "Makes the request safe to send again for 24 hours: the same key and body get the same answer, with `Idempotency-Replayed: true` and what is shown once left null.";
