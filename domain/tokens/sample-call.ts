import type { TokenType } from "@/domain/tokens/types";

/** The path every token may call: it answers whose it is and what it may do. */
export const whoamiPath = "/api/v1.0/whoami";

/** A call that shows what a token is for. */
export type SampleCall = {
  readonly path: string;
  /** What it answers: JSON to print, or a file to keep. */
  readonly answers: "json" | "file";
};

const whoami: SampleCall = { path: whoamiPath, answers: "json" };

const calls: Partial<Record<TokenType, SampleCall>> = {
  export: { path: "/api/v1.0/export/tokens.json", answers: "json" },
  download: { path: "/api/v1.0/download/gateway?kind=nginx", answers: "file" },
  organization: { path: "/api/v1.0/org", answers: "json" },
  api_key: { path: "/api/v1.0/org", answers: "json" },
  account: { path: "/api/v1.0/account", answers: "json" },
};

/** What a token of this type calls in samples; without a type, what every token may call. */
export function sampleCall(type?: TokenType): SampleCall {
  return (type === undefined ? undefined : calls[type]) ?? whoami;
}

/** The file that a sample keeps a download in. */
export const sampleFile = "keydesk-gateway.tar.gz";
