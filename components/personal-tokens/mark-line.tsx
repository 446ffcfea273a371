import { CalendarClock, CalendarX2, CirclePause, Clock, Hourglass, Infinity as Never } from "lucide-react";
import type { ReactNode } from "react";
import { formatRelative } from "@/components/ui/format-time";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import type { PersonalMark } from "@/domain/tokens/personal-marks";

/** A mark in words with an icon. */
export function MarkLine({ mark, now }: { mark: PersonalMark; now: Date }) {
  const { tone, icon, words } = inWords(mark, now);
  return (
    <Status tone={tone} icon={icon}>
      {words}
    </Status>
  );
}

function inWords(mark: PersonalMark, now: Date): { tone: Tone; icon: ReactNode; words: string } {
  switch (mark.kind) {
    case "disabled":
      return { tone: "neutral", icon: <CirclePause />, words: "disabled by an administrator" };
    case "expired":
      return { tone: "bad", icon: <CalendarX2 />, words: `expired ${formatRelative(mark.at, now)}` };
    case "expires_soon":
      return { tone: "warn", icon: <Clock />, words: `expires ${formatRelative(mark.at, now)}` };
    case "unused":
      return {
        tone: "warn",
        icon: <Hourglass />,
        words: mark.since ? `unused for ${daysSince(mark.since, now)} days` : "never used",
      };
    case "old":
      return {
        tone: "warn",
        icon: <CalendarClock />,
        words: `old: made ${formatRelative(mark.madeAt, now)}`,
      };
    case "never_expires":
      return { tone: "neutral", icon: <Never />, words: "never expires" };
  }
}

function daysSince(at: Date, now: Date): number {
  return Math.floor((now.getTime() - at.getTime()) / 86_400_000);
}
