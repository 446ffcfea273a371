import { isoTime } from "@/domain/audit/log/iso-time";
import { type LogRow, readLogRow } from "@/domain/audit/log/log-row";

/** The columns of `"AuditEvent" e` that a leaf is the hash of, read as the server's text in a session of UTC. */
export const eventTextColumns = `e."id", e."at", e."actorKind", e."actorId", e."actorName", e."action", e."outcome", e."targetKind",
  e."targetId", e."targetName", e."ip", e."userAgent", e."requestId", e."details"`;

type Texts = readonly (string | null)[];
export type EventPlace = {
  readonly logId: string;
  readonly seq: number;
  readonly organizationId: string | null;
  readonly sealedAt: string;
};

/** The event as its log holds it, or a sentence on why it has no such form. @param texts by `eventTextColumns` */
export function readEventTexts(texts: Texts, place: EventPlace): LogRow | string {
  const [id, at, actorKind, actorId, actorName, action, outcome, targetKind] = texts;
  const [targetId, targetName, address, userAgent, requestId, details] = texts.slice(8);
  try {
    return readLogRow({
      ...place,
      id,
      at: isoTime(at!),
      actorKind,
      actorId,
      actorName,
      action,
      outcome,
      targetKind,
      targetId,
      targetName,
      address,
      userAgent,
      requestId,
      details: JSON.parse(details!),
    });
  } catch {
    return "Its time or its details cannot be read.";
  }
}
