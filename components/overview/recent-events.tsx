import { EventSentence } from "@/components/audit/event-sentence";
import { EventTime } from "@/components/audit/event-time";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { Overview } from "@/domain/overview/overview";

/** What was changed lately; sign-ins are left to the audit page. */
export function RecentEvents({ events, now }: { events: Overview["events"]; now: Date }) {
  return (
    <Section
      title="Recent changes"
      actions={
        <TextLink href="/audit" className="text-sm">
          Audit
        </TextLink>
      }
    >
      {events.length === 0 ? (
        <p className="text-muted">Nothing was changed lately.</p>
      ) : (
        <ol className="grid border-t">
          {events.map((event) => (
            <li
              key={event.id}
              className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 border-b py-2.5"
            >
              <span className="wrap-anywhere min-w-0 flex-1 basis-80">
                <EventSentence event={event} />
              </span>
              <TextLink
                href={`/audit/${event.id}`}
                className="shrink-0 text-muted text-sm no-underline tabular-nums hover:underline"
              >
                <EventTime at={event.at} now={now} />
              </TextLink>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
