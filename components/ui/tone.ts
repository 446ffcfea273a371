/** What a colour means: ok works, warn wants a look, bad is refused or destructive, neutral says nothing. */
export type Tone = "neutral" | "ok" | "warn" | "bad";

export const toneText: Record<Tone, string> = {
  neutral: "text-muted",
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
};
