import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { FastifyInstance, FastifyReply } from "fastify";
import { docsPage, docsScript, docsStyle } from "@/api/docs/docs-page";
import { undocumented } from "@/api/openapi/operation";

const resolve = createRequire(import.meta.url).resolve;

type File = { readonly body: string; readonly type: string; readonly tag: string };

const text = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

/** Nothing but this origin's own files, no script in the markup, no frame around it (ASVS 3.4.3, 3.4.6). */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** `/api/docs`: Swagger UI over the API's own document (RZ-09), from this origin alone: no CDN, no validator elsewhere. */
export function registerDocs(app: FastifyInstance): void {
  const swagger = (name: string) => readFileSync(resolve(`swagger-ui-dist/${name}`), "utf8");
  const files = {
    "/api/docs/swagger-ui.css": () => file(text.css, swagger("swagger-ui.css")),
    "/api/docs/swagger-ui-bundle.js": () => file(text.js, swagger("swagger-ui-bundle.js")),
    "/api/docs/docs.css": () => file(text.css, docsStyle),
    "/api/docs/docs.js": () => file(text.js, docsScript),
  };
  for (const [url, read] of Object.entries(files)) {
    // Read at the first call and kept: megabytes that most processes never send.
    let kept: File | null = null;
    app.get(url, { config: undocumented }, (request, reply) => {
      kept ??= read();
      reply.header("cache-control", "public, max-age=0, must-revalidate").header("etag", kept.tag);
      if (request.headers["if-none-match"] === kept.tag) return reply.code(304).send();
      return sendFile(reply, kept);
    });
  }
  const page = file(text.html, docsPage(app.deskUrl));
  app.get("/api/docs", { config: undocumented }, (_request, reply) => sendFile(reply, page));
}

function file(type: string, body: string): File {
  return { type, body, tag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
}

function sendFile(reply: FastifyReply, { type, body }: File): FastifyReply {
  return reply
    .header("content-type", type)
    .header("content-security-policy", policy)
    .header("referrer-policy", "no-referrer")
    .header("cross-origin-opener-policy", "same-origin")
    .header("cross-origin-resource-policy", "same-origin")
    .send(body);
}
