import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { describe } from "@/api/openapi/operation";
import { buildMetadata, metadataPathOf } from "@/domain/oauth/metadata";
import { metadataPath } from "@/domain/oauth/paths";

const operation = describe({
  id: "getAuthorizationServerMetadata",
  summary: "Read what this authorization server offers",
  description: "OAuth 2.0 authorization server metadata (RFC 8414).",
  tag: "OAuth",
  credentials: "none",
  answers: {
    200: {
      description: "Issuer, endpoints, and what they support.",
      schema: z.looseObject({
        issuer: z.url(),
        token_endpoint: z.url(),
        grant_types_supported: z.array(z.string()),
        response_types_supported: z.array(z.string()),
      }),
      example: buildMetadata({
        issuer: "https://desk.example.com",
        endpointsUrl: "https://desk.example.com",
        deskUrl: "https://desk.example.com",
      }),
    },
  },
});

/** `GET /.well-known/oauth-authorization-server`, and the same with the issuer's own path behind it where it has one (RFC 8414 §3.1). */
export function registerMetadata(app: FastifyInstance): void {
  const { issuer, endpointsUrl, deskUrl } = app.base.config;
  const body = JSON.stringify(buildMetadata({ issuer, endpointsUrl, deskUrl }));
  for (const path of new Set([metadataPath, metadataPathOf(issuer)])) {
    app.get(path, { config: operation }, async (_request, reply) =>
      reply.header("content-type", "application/json; charset=utf-8").send(body),
    );
  }
}
