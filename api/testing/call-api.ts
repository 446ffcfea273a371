import { createJudge, type Document } from "@/api/testing/described-answers";
import type { OpenApi } from "@/api/testing/open-api";

export type Called = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is what tests ask about
  readonly body: any;
  /** The code of a refusal. */
  readonly code: string | undefined;
};
export type CallOptions = {
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Call = (method: string, path: string, options?: CallOptions) => Promise<Called>;

/** Calls the API as a program does, and holds every answer against the document that the API serves. */
export async function createCall(api: Pick<OpenApi, "url">): Promise<{ call: Call; document: Document }> {
  const document = (await (await fetch(`${api.url}/api/v1.0/openapi.json`)).json()) as Document;
  const judge = createJudge(document);
  const call: Call = async (method, path, { token, body, headers = {} } = {}) => {
    const scheme = token?.startsWith("IK") ? "Impersonation" : "Bearer";
    const response = await fetch(`${api.url}${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `${scheme} ${token}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status } = response;
    const type = response.headers.get("content-type") ?? "";
    const text = await response.text();
    const faults = judge.faultsOfAnswer(method, path.split("?", 1)[0]!, status, type, text);
    if (faults.length > 0) throw new Error(`${method} ${path} → ${status}: ${faults.join("; ")}\n${text}`);
    const parsed = type.includes("json") && text !== "" ? (JSON.parse(text) as unknown) : null;
    const code = status >= 400 ? (parsed as { code?: string } | null)?.code : undefined;
    return { status, headers: response.headers, text, body: parsed, code };
  };
  return { call, document };
}
