import Link from "next/link";
import { targetHref } from "@/components/audit/target-href";
import { formatCount } from "@/components/ui/format-count";
import { formatMinute } from "@/components/ui/format-time";
import type { AuditEntry } from "@/domain/audit/audit-views";
import { auditActions, auditSentence, auditSentenceOfIt } from "@/domain/audit/catalogue";

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** A value of an event's details in words: times to the minute in UTC, numbers with their commas. */
export function wordsOf(value: unknown): unknown {
  if (typeof value === "number") return formatCount(value);
  if (value instanceof Date) return formatMinute(value);
  if (typeof value === "string" && isoInstant.test(value)) return formatMinute(new Date(value));
  return value;
}

const inWords = (details: AuditEntry["details"]) =>
  Object.fromEntries(Object.entries(details).map(([key, value]) => [key, wordsOf(value)]));

/** The sentence of an event as text alone, with the words of `EventSentence`. */
export function sentenceText(event: AuditEntry): string {
  return auditSentence({ ...event, details: inWords(event.details) })
    .map((part) => part.text)
    .join("");
}

/** "Anna Varga rotated Nightly sync; the old secret works until …", names emphasised, the target a link where it has a page. */
export function EventSentence({
  event,
  linked = true,
  ofIt = false,
}: {
  event: Pick<AuditEntry, "action" | "actorName" | "targetName" | "targetKind" | "targetId" | "details">;
  linked?: boolean;
  /** It is plain which token is meant: "changed its notes". */
  ofIt?: boolean;
}) {
  const details = inWords(event.details);
  const parts = (ofIt ? auditSentenceOfIt : auditSentence)({ ...event, details });
  const template = (auditActions as Record<string, string>)[event.action] ?? "";
  const target = !ofIt && template.includes("{target}") ? parts.findLastIndex((part) => part.name) : -1;
  const href = linked ? targetHref(event) : null;
  return (
    <>
      {parts.map((part, index) => {
        const key = `${index} ${part.text}`;
        if (!part.name) return <span key={key}>{part.text}</span>;
        if (index === target && href) {
          return (
            <Link
              key={key}
              dir="auto"
              href={href}
              className="rounded-sm font-medium hover:underline focus-visible:underline"
            >
              {part.text}
            </Link>
          );
        }
        return (
          <span key={key} dir="auto" className="font-medium">
            {part.text}
          </span>
        );
      })}
    </>
  );
}
