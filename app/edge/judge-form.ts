import type { IncomingHttpHeaders } from "node:http";

type FormType =
  | "text/plain"
  | "multipart/form-data"
  | "application/x-www-form-urlencoded"
  | "application/json";

/** What an address takes. Calls of server actions name them in a header; pages take forms; route handlers read bodies themselves. */
function typesOf(pathname: string, isAction: boolean): readonly FormType[] {
  if (isAction) return ["text/plain", "multipart/form-data"];
  if (pathname.startsWith("/api/")) return ["application/x-www-form-urlencoded", "application/json"];
  // A file that is asked for with a form, such as the export of a selection.
  if (/\.\w+$/.test(pathname)) return ["application/x-www-form-urlencoded", "multipart/form-data"];
  return ["multipart/form-data"];
}

/** The content type of a form, when it is one that its address takes; else what would be. */
export function nameContentType(
  pathname: string,
  headers: IncomingHttpHeaders,
): { ok: true; type: FormType } | { ok: false; detail: string } {
  const types = typesOf(pathname, headers["next-action"] !== undefined);
  const given = headers["content-type"] ?? "";
  const essence = given.split(";", 1)[0]!.trim().toLowerCase();
  const type = types.find((candidate) => candidate === essence);
  if (type === undefined) return { ok: false, detail: `Send Content-Type: ${types.join(" or ")}.` };
  // Next.js compares letter by letter.
  headers["content-type"] = `${type}${given.trim().slice(essence.length)}`;
  return { ok: true, type };
}

/** What is wrong with a form's body, or null. Says only whether it can be read; services judge what is in it. */
export async function judgeForm(
  type: FormType,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<string | null> {
  switch (type) {
    case "text/plain":
      return Array.isArray(parseJson(body)) ? null : "The arguments of a server action are a JSON array.";
    case "application/json":
      return parseJson(body) !== undefined ? null : "The body is not JSON.";
    case "multipart/form-data":
      return (await isMultipart(headers["content-type"] ?? "", body))
        ? null
        : "The form's parts cannot be read.";
    case "application/x-www-form-urlencoded":
      return null;
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

async function isMultipart(contentType: string, body: Buffer): Promise<boolean> {
  try {
    await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
    return true;
  } catch {
    return false;
  }
}
