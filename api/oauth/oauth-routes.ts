import type { FastifyInstance, FastifyReply } from "fastify";
import { parseForm } from "@/api/oauth/form";
import { handleOAuthError } from "@/api/oauth/handle-oauth-error";
import { registerIntrospection } from "@/api/oauth/introspect-route";
import { registerMetadata } from "@/api/oauth/metadata-route";
import { OAuthError, sendOAuthError } from "@/api/oauth/oauth-error";
import { registerRevocation } from "@/api/oauth/revoke-route";
import { registerToken } from "@/api/oauth/token-route";
import { oauthEndpointPaths } from "@/domain/oauth/paths";

/** Adds the OAuth endpoints: forms in, OAuth's own errors out, nothing stored anywhere (RFC 6749 §5.1, RFC 7009, RFC 7662). */
export function registerOAuth(root: FastifyInstance): void {
  root.register(async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "buffer" },
      (_request, body, done) => {
        try {
          done(null, parseForm(body as Buffer));
        } catch (error) {
          done(error as Error);
        }
      },
    );
    app.setErrorHandler(handleOAuthError);
    // HTTP/1.0 caches know no Cache-Control; RFC 6749 §5.1 asks for both.
    app.addHook("onRequest", (_request, reply, done) => {
      reply.header("pragma", "no-cache");
      done();
    });
    registerToken(app);
    registerIntrospection(app);
    registerRevocation(app);
  });
  registerMetadata(root);
}

/** True for the endpoints that answer in OAuth's format also what never reached a route. */
export function isOAuthEndpoint(url: string): boolean {
  return oauthEndpointPaths.includes(url.split("?", 1)[0]!);
}

/** Refuses a method that an OAuth endpoint has not; `Allow` is set by the caller (RFC 9110 §15.5.6). */
export function refuseOAuthMethod(reply: FastifyReply): FastifyReply {
  return sendOAuthError(
    reply,
    new OAuthError("invalid_request", "Use one of the methods in the Allow header.", 405),
  );
}
