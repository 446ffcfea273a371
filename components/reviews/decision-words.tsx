import { CircleCheck, CircleDashed, CirclePause, ShieldX } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "@/components/ui/tone";
import type { Decision, ItemDecision } from "@/domain/reviews/decisions";

/** What each decision is called, before and after it is carried out. */
export const decisionLook: Record<
  ItemDecision,
  { readonly tone: Tone; readonly icon: ReactNode; readonly label: string; readonly done: string }
> = {
  open: { tone: "neutral", icon: <CircleDashed />, label: "Not decided", done: "Not decided" },
  keep: { tone: "ok", icon: <CircleCheck />, label: "Keep", done: "Kept" },
  disable: { tone: "warn", icon: <CirclePause />, label: "Disable", done: "Disabled" },
  revoke: { tone: "bad", icon: <ShieldX />, label: "Revoke", done: "Revoked" },
};

/** Keys of the page for a decision: k goes up a row, as in every table. */
export const decisionKeys: Record<Decision, string> = { keep: "y", disable: "d", revoke: "r" };

/** Reasons that come up again and again; one click writes them. */
export const usualReasons: Record<Decision, readonly string[]> = {
  keep: ["In use, and its owner is known", "Needed for a planned change"],
  disable: ["Not used for 90 days", "Nobody knows what it is for"],
  revoke: ["Its owner has left", "Replaced by another token", "No longer needed"],
};

export const tokensWord = (count: number) => (count === 1 ? "token" : "tokens");
