type Problem = { title: string; detail: string; status: number; code: string; requestId: string };

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; }
main { max-width: 32rem; padding: 1.5rem; }
h1 { font-size: 1.375rem; margin: 0 0 .5rem; }
code { overflow-wrap: anywhere; }
`;

/** A refusal as a page of its own: it stands before the application, and needs nothing of it. */
export function refusalPage({ title, detail, status, code, requestId }: Problem, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Keydesk</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(detail)}${status < 500 ? " Nothing was changed." : ""}</p>
<p><a href="/">Go to the start</a></p>
<p><small>Status ${status}, <code>${escapeHtml(code)}</code>, request <code>${escapeHtml(requestId)}</code></small></p>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
