import { STATUS_CODES } from "node:http";
import type { z } from "zod";
import { oauthErrorSchema, oauthRefusals } from "@/api/openapi/oauth-refusals";
import { type Answer, type Operation, tags } from "@/api/openapi/operation";
import { problemSchema } from "@/api/openapi/problem-schema";
import { refusalsByStatus } from "@/api/openapi/refusals";
import type { ListedRoute } from "@/api/openapi/route-list";
import { headerRefs, headers, securityOf, securitySchemes } from "@/api/openapi/security";
import { toWire } from "@/api/openapi/wire";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { buildProblem } from "@/domain/errors/problem";

type Json = Record<string, unknown>;

const description = [
  "What programs do in Keydesk. Send a token as `Authorization: Bearer …` (impersonation tokens: `Authorization: Impersonation …`).",
  "",
  "- Refusals are `application/problem+json` (RFC 9457) with a stable `code`; OAuth endpoints answer as RFC 6749 says.",
  "- Lists are cut by an opaque `cursor`: send back `nextCursor` until it is null.",
  "- Parameters and members that are not described are refused by name; verification, `whoami` and OAuth leave them aside.",
  "- Creations take an `Idempotency-Key`, and a secret stands in exactly one answer.",
].join("\n");

/** The OpenAPI 3.1 document of the routes that describe themselves, with every schema under its name. */
export function buildDocument(routes: readonly ListedRoute[], deskUrl: string): Json {
  const schemas: Json = {};
  const responses: Json = {};
  const schemaOf = (schema: z.ZodType): unknown => hoist(toWire(schema), schemas);
  schemaOf(problemSchema);
  const paths: Record<string, Json> = {};
  for (const { methods, url, operation } of routes) {
    if (!operation) continue;
    const path = url.replace(/:(\w+)/g, "{$1}").replace(/\*$/, "{path}");
    // A route for every method is described once, as the one that most callers use.
    const isAny = methods.length > 5;
    for (const method of isAny ? ["GET"] : methods) {
      paths[path] = {
        ...paths[path],
        [method.toLowerCase()]: {
          ...buildOperation(operation, schemaOf, (own) => shareRefusals(own, responses, deskUrl)),
          ...(isAny ? { "x-any-method": true } : {}),
        },
      };
    }
  }
  return {
    openapi: "3.1.1",
    info: { title: "Keydesk", version: "1.0", description },
    servers: [{ url: "/", description: "This Keydesk" }],
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    security: [],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: { securitySchemes, headers, responses, schemas },
  };
}

function buildOperation(
  operation: Operation,
  schemaOf: (schema: z.ZodType) => unknown,
  refusalsOf: (operation: Operation) => Json,
): Json {
  const { id, summary, tag, types, body } = operation;
  const callers = types
    ? `Types of tokens that may call: ${types.map((type) => `\`${type}\``).join(", ")}.`
    : "";
  const text = [operation.description, callers].filter(Boolean).join("\n\n");
  return {
    operationId: id,
    summary,
    ...(text === "" ? {} : { description: text }),
    tags: [tag],
    security: securityOf(operation),
    parameters: buildParameters(operation, schemaOf),
    ...(body
      ? {
          requestBody: {
            required: body.isOptional !== true,
            content: {
              [body.contentType ?? "application/json"]: {
                schema: schemaOf(body.schema),
                example: body.example,
              },
            },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [
          status,
          buildAnswer(operation, Number(status), answer, schemaOf),
        ]),
      ),
      ...(operation.tag === "OAuth" ? buildOAuthRefusals(operation, schemaOf) : refusalsOf(operation)),
    },
  };
}

function buildParameters(operation: Operation, schemaOf: (schema: z.ZodType) => unknown): Json[] {
  const from = (object: z.ZodObject | undefined, place: "path" | "query"): Json[] =>
    Object.entries(object?.shape ?? {}).map(([name, schema]) => {
      const field = schema as z.ZodType;
      const { description: text, ...json } = schemaOf(field) as Json;
      return {
        name,
        in: place,
        required: place === "path" || !field.safeParse(undefined).success,
        ...(text ? { description: text } : {}),
        schema: json,
      };
    });
  const sent = Object.entries(operation.headers ?? {}).map(([name, text]) => ({
    name,
    in: "header",
    required: false,
    description: text,
    schema: { type: "string" },
  }));
  return [...from(operation.params, "path"), ...from(operation.query, "query"), ...sent];
}

function buildAnswer(
  operation: Operation,
  status: number,
  answer: Answer,
  schemaOf: (schema: z.ZodType) => unknown,
): Json {
  const own = Object.entries(answer.headers ?? {}).map(([name, text]) => [
    name,
    { description: text, schema: { type: "string" } },
  ]);
  const set = { ...headerRefs(operation, status), ...Object.fromEntries(own) };
  const type = answer.contentType ?? (answer.schema ? "application/json" : null);
  return {
    description: answer.description,
    ...(Object.keys(set).length > 0 ? { headers: set } : {}),
    ...(type === null
      ? {}
      : {
          content: {
            [type]: {
              schema: answer.schema ? schemaOf(answer.schema) : { type: "string" },
              ...(answer.example === undefined ? {} : { example: answer.example }),
            },
          },
        }),
  };
}

// Most operations refuse alike: each refusal stands in the document once, and is referred to.
function shareRefusals(operation: Operation, responses: Json, deskUrl: string): Json {
  const answers = [...refusalsByStatus(operation)].map(([status, codes]) => {
    const name = [operation.credentials, status, ...codes].join(".");
    const [first] = codes as readonly [ErrorCode, ...ErrorCode[]];
    const text = codes.map((code) => `- \`${code}\`: ${errorCodes[code].title}. ${errorCodes[code].mend}`);
    const set = headerRefs(operation, status);
    responses[name] ??= {
      description: `${STATUS_CODES[status]}\n\n${text.join("\n")}`,
      ...(Object.keys(set).length > 0 ? { headers: set } : {}),
      content: {
        "application/problem+json": {
          schema: { $ref: "#/components/schemas/Problem" },
          example: buildProblem(deskUrl, first, "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f"),
        },
      },
    };
    return [String(status), { $ref: `#/components/responses/${name}` }];
  });
  return Object.fromEntries(answers);
}

function buildOAuthRefusals(operation: Operation, schemaOf: (schema: z.ZodType) => unknown): Json {
  return Object.fromEntries(
    oauthRefusals(operation).map(([status, { description: text, error }]) => [
      String(status),
      {
        description: text,
        headers: headerRefs(operation, status),
        content: {
          "application/json": {
            schema: schemaOf(oauthErrorSchema),
            example: { error, error_description: text },
          },
        },
      },
    ]),
  );
}

/** Moves named schemas out of `$defs` to where the whole document refers to them. */
function hoist(json: Json, schemas: Json): unknown {
  const { $defs, ...own } = rewrite(json) as Json;
  for (const [name, schema] of Object.entries(($defs as Json | undefined) ?? {})) schemas[name] ??= schema;
  return own;
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string"
        ? inner.replace("#/$defs/", "#/components/schemas/")
        : rewrite(inner),
    ]),
  );
}
