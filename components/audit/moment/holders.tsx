import { EventLink } from "@/components/audit/moment/proof";
import { DateTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { TokenThenView } from "@/domain/audit/point-in-time/views";

const ways = { made: "was shown it when it was made", revealed: "looked at it", copied: "copied it" };

/** To whom Keydesk had shown a secret that was not destroyed, and who could have looked at it. */
export function Holders({ view }: { view: TokenThenView }) {
  const { token, revealers } = view;
  const shown = token.secrets.flatMap(({ secret }) =>
    secret === null || secret.isDestroyed
      ? []
      : secret.shownTo.map((each) => ({ ...each, last4: secret.last4 })),
  );
  return (
    <Section
      title="Who had seen the secret"
      description="As far as Keydesk showed it. To whom it was handed on, no log can tell."
    >
      {shown.length === 0 ? (
        <p className="text-muted">
          The log does not tell: it begins later, or no secret was alive at that moment.
        </p>
      ) : (
        <ul className="grid gap-2">
          {shown.map((each) => (
            <li key={`${each.event.id} ${each.last4}`} className="flex flex-wrap items-baseline gap-x-1.5">
              <span className="font-medium">{each.name}</span>
              <span>{ways[each.how]}</span>
              <code className="font-mono text-muted text-sm">…{each.last4}</code>
              <DateTime at={each.event.at} precision="minute" className="text-muted text-sm" />
              <span className="text-sm">
                <EventLink event={each.event} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {revealers ? (
        <p>
          <span className="text-muted">Its type can be shown again. Administrators who could have: </span>
          {revealers.people.length === 0
            ? "none is known"
            : revealers.people.map(({ name }) => name).join(", ")}
          {revealers.unknown > 0
            ? `; of ${revealers.unknown} more people the log does not tell whether they were one`
            : ""}
          .
        </p>
      ) : null}
    </Section>
  );
}
