import { introspectionPath, revocationPath, tokenPath } from "@/domain/oauth/paths";

/** An answer of an OAuth endpoint. `text` is the body as it came, `json` what is in it (null when it is empty). */
export type OAuthAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown> | null;
};

/** A form as an object, as pairs (where a name stands twice), or as the very text. */
export type FormInit = Readonly<Record<string, string>> | readonly (readonly [string, string])[] | string;

/** Sends a form as OAuth clients do. */
export async function postForm(
  url: string,
  form: FormInit,
  headers: Record<string, string> = {},
): Promise<OAuthAnswer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: encodeForm(form),
  });
  return toAnswer(response);
}

function encodeForm(form: FormInit): string {
  if (typeof form === "string") return form;
  const pairs = Object.entries(form) as [string, string | readonly [string, string]][];
  const listed = pairs.map(([name, value]) => (typeof value === "string" ? [name, value] : [...value]));
  return new URLSearchParams(listed).toString();
}

/** Reads an answer whole. */
export async function toAnswer(response: Response): Promise<OAuthAnswer> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === "" ? null : (JSON.parse(text) as Record<string, unknown>),
  };
}

/** `Authorization: Basic`, each part form-urlencoded first (RFC 6749 §2.3.1). */
export function basic(clientId: string, secret: string): { authorization: string } {
  const encode = (text: string) => new URLSearchParams([["", text]]).toString().slice(1);
  return {
    authorization: `Basic ${Buffer.from(`${encode(clientId)}:${encode(secret)}`).toString("base64")}`,
  };
}

/** The OAuth endpoints of an API under test. */
export function oauthOf(api: { readonly url: string; readonly gateway: string }) {
  const bearer = { authorization: `Bearer ${api.gateway}` };
  return {
    token: (form: FormInit, headers?: Record<string, string>) => postForm(api.url + tokenPath, form, headers),
    introspect: (form: FormInit, headers: Record<string, string> = bearer) =>
      postForm(api.url + introspectionPath, form, headers),
    revoke: (form: FormInit, headers: Record<string, string> = bearer) =>
      postForm(api.url + revocationPath, form, headers),
  };
}
