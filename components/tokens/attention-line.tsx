import {
  CalendarX2,
  CirclePause,
  CircleSlash,
  Clock,
  Infinity as Never,
  RefreshCw,
  ShieldX,
  Trash2,
  UserX,
} from "lucide-react";
import type { ReactNode } from "react";
import { formatDay, formatRelative } from "@/components/ui/format-time";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import { planName } from "@/domain/access/plans";
import type { TokenAttention } from "@/domain/tokens/attention";

/** What to know first about a token, in words with an icon. */
export function AttentionLine({ attention, now }: { attention: TokenAttention; now: Date }) {
  const { tone, icon, words } = inWords(attention, now);
  return (
    <Status tone={tone} icon={icon}>
      {words}
    </Status>
  );
}

function inWords(attention: TokenAttention, now: Date): { tone: Tone; icon: ReactNode; words: string } {
  switch (attention.kind) {
    case "deleted": {
      const by = attention.by ? ` by ${attention.by}` : "";
      return {
        tone: "neutral",
        icon: <Trash2 />,
        words: `deleted ${formatRelative(attention.at, now)}${by}`,
      };
    }
    case "disabled":
      return {
        tone: "neutral",
        icon: <CirclePause />,
        words: `disabled ${formatRelative(attention.at, now)}`,
      };
    case "expired":
      return { tone: "bad", icon: <CalendarX2 />, words: `expired ${formatRelative(attention.at, now)}` };
    case "not_yet_valid":
      return { tone: "warn", icon: <Clock />, words: `works from ${formatDay(attention.from)}` };
    case "bearer_inactive":
      return { tone: "bad", icon: <UserX />, words: `${attention.name} is inactive` };
    case "plan_needed":
      return { tone: "bad", icon: <CircleSlash />, words: `refused: needs ${planName(attention.plan)}` };
    case "refused":
      return {
        tone: "bad",
        icon: <ShieldX />,
        words: `${Math.round(attention.share * 100)} % refused today`,
      };
    case "rotating":
      return {
        tone: "ok",
        icon: <RefreshCw />,
        words: `rotating, ends ${formatRelative(attention.until, now)}`,
      };
    case "expires_soon":
      return { tone: "warn", icon: <Clock />, words: `expires ${formatRelative(attention.at, now)}` };
    case "creator_inactive":
      return { tone: "warn", icon: <UserX />, words: "creator has left" };
    case "never_expires":
      return { tone: "warn", icon: <Never />, words: "never expires" };
  }
}
