/** The page around Swagger UI; its scripts and styles are files, since the policy lets none stand in the markup. */
export function docsPage(deskUrl: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Keydesk API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/docs.css">
</head>
<body>
<header class="docs-bar"><a href="${escapeHtml(deskUrl)}">Keydesk</a><a href="/api/v1.0/openapi.json">openapi.json</a></header>
<main id="docs"></main>
<noscript><p class="docs-note">This page needs JavaScript. <a href="/api/v1.0/openapi.json">openapi.json</a> holds the same.</p></noscript>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/docs.js"></script>
</body>
</html>
`;
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Starts Swagger UI. No validator: it would send the document elsewhere. A token that is entered goes with the page. */
export const docsScript = `"use strict";
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
follow();
dark.addEventListener("change", follow);
SwaggerUIBundle({
  url: "/api/v1.0/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  withCredentials: false,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  supportedSubmitMethods: ["get", "post", "patch", "delete"],
});
`;

/** Makes Swagger UI fit a phone, and the bar above it. */
export const docsStyle = `
body { margin: 0; background: #fff; }
.docs-bar { display: flex; justify-content: space-between; gap: 1rem; padding: .75rem 1.25rem; border-bottom: 1px solid #d8dde6; font: 600 14px/1.4 system-ui, sans-serif; }
.docs-bar a { color: #14532d; }
.docs-note { padding: 1.25rem; font: 16px/1.5 system-ui, sans-serif; }
.swagger-ui .info { margin: 1.5rem 0; }
html.dark-mode body { background: #1c2022; }
html.dark-mode .docs-bar { border-color: #394043; }
html.dark-mode .docs-bar a { color: #86efac; }
@media (max-width: 640px) {
  .swagger-ui .wrapper { padding: 0 .75rem; }
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap; }
  .swagger-ui .opblock .opblock-summary-path { max-width: 100%; font-size: 13px; }
  .swagger-ui .opblock-description-wrapper p, .swagger-ui .renderedMarkdown { overflow-wrap: anywhere; }
  .swagger-ui .scheme-container { padding: 1rem 0; }
  .swagger-ui table.responses-table, .swagger-ui table.parameters { display: block; overflow-x: auto; }
  .swagger-ui .parameters-col_name { width: 6rem; }
}
`;
