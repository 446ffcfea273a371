import { auditHref } from "@/components/audit/audit-href";
import { fieldWords, splitDetails } from "@/components/audit/event-changes";
import { EventValue } from "@/components/audit/event-value";
import { momentHref } from "@/components/audit/moment/moment-href";
import { Facts } from "@/components/ui/facts";
import { formatInstant } from "@/components/ui/format-time";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { AuditEntry } from "@/domain/audit/audit-views";
import { formatSeq } from "@/domain/audit/format-seq";

const machines = ["cli", "system"];

/** Everything that an event holds: what changed, and by whom, from where and when. */
export function EventDetails({ event, permalink = true }: { event: AuditEntry; permalink?: boolean }) {
  const { changes, facts } = splitDetails(event.details, event.action);
  const actor = event.actorId ?? (machines.includes(event.actorKind) ? event.actorKind : null);
  return (
    <div className="grid min-w-0 gap-4">
      {changes.length > 0 ? (
        <Table label="What changed">
          <thead>
            <tr>
              <Th>Field</Th>
              <Th>Before</Th>
              <Th>After</Th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.field} className="align-top">
                <Td className="wrap-anywhere">{fieldWords(change.field)}</Td>
                <Td className="wrap-anywhere">
                  <EventValue value={change.before} />
                </Td>
                <Td className="wrap-anywhere">
                  <EventValue value={change.after} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
      <Facts
        className="max-w-2xl"
        items={[
          ...facts.map(([field, value]) => ({
            label: fieldWords(field),
            value: <EventValue value={value} />,
          })),
          { label: "Time", value: formatInstant(event.at) },
          {
            label: "Actor",
            value: actor ? (
              <TextLink href={auditHref({ actor })}>{event.actorName}</TextLink>
            ) : (
              event.actorName
            ),
          },
          ...(event.targetId
            ? [
                {
                  label: "Target",
                  value: (
                    <>
                      <TextLink href={auditHref({ target: event.targetId })}>{event.targetName}</TextLink>{" "}
                      <span className="text-muted">({event.targetKind})</span>
                      {event.targetKind === "token" ? (
                        <>
                          {" · "}
                          <TextLink href={momentHref({ kind: "token", id: event.targetId }, event.at)}>
                            who could use it then
                          </TextLink>
                        </>
                      ) : null}
                    </>
                  ),
                },
              ]
            : []),
          {
            label: "Action",
            value: <TextLink href={auditHref({ action: event.action })}>{event.action}</TextLink>,
            mono: true,
          },
          { label: "Address", value: event.ip ?? "none", mono: event.ip !== null },
          ...(event.userAgent ? [{ label: "Agent", value: event.userAgent }] : []),
          ...(event.requestId ? [{ label: "Request", value: event.requestId, mono: true }] : []),
          {
            label: "Number",
            value: event.seq === null ? "not sealed yet; that takes a second, usually" : formatSeq(event.seq),
            mono: event.seq !== null,
          },
          {
            label: "Event",
            value: permalink ? <TextLink href={`/audit/${event.id}`}>{event.id}</TextLink> : event.id,
            mono: true,
          },
        ]}
      />
    </div>
  );
}
