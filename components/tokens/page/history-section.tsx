import {
  CalendarClock,
  CircleDot,
  CirclePause,
  CirclePlay,
  Copy,
  Download,
  Eye,
  Pencil,
  Plus,
  RefreshCw,
  ShieldX,
  Star,
  Trash2,
} from "lucide-react";
import type { ReactNode } from "react";
import { EventSentence } from "@/components/audit/event-sentence";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { TokenAuditEntry } from "@/domain/tokens/token-views";

const icons: Record<string, ReactNode> = {
  "token.create": <Plus />,
  "token.rotate": <RefreshCw />,
  "token.finish_rotation": <RefreshCw />,
  "token.extend_rotation": <CalendarClock />,
  "token.edit": <Pencil />,
  "token.enable": <CirclePlay />,
  "token.disable": <CirclePause />,
  "token.delete": <Trash2 />,
  "token.reveal": <Eye />,
  "token.secret_copied": <Copy />,
  "token.make_default": <Star />,
  "gateway.create": <Plus />,
  "gateway.download": <Download />,
  "gateway.renew": <RefreshCw />,
  "access.refused": <ShieldX />,
};

/** What was done to the token, by whom, as sentences. */
export function HistorySection({
  events,
  now,
  hasName = false,
}: {
  events: readonly TokenAuditEntry[];
  now: Date;
  /** The sentences name it; else they say "it". */
  hasName?: boolean;
}) {
  return (
    <Section title="History">
      {events.length === 0 ? (
        <p className="text-muted">Nothing is recorded about it.</p>
      ) : (
        <ol className="grid gap-3">
          {events.map((event) => (
            <li key={event.id} className="grid grid-cols-[1rem_1fr_auto] gap-x-3 text-sm [&>svg]:icon">
              <span aria-hidden="true" className="mt-0.5 text-muted [&>svg]:icon">
                {icons[event.action] ?? <CircleDot />}
              </span>
              <span className="wrap-anywhere min-w-0 [&>span:first-child]:font-medium [&>span]:font-normal">
                <EventSentence
                  event={{ ...event, targetKind: null, targetId: null }}
                  linked={false}
                  ofIt={!hasName}
                />
              </span>
              <RelativeTime at={event.at} now={now} className="text-muted" />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
