import type { Fact, LoggedEvent, Moment } from "@/domain/audit/point-in-time/fact";
import { asText, asTime, detail } from "@/domain/audit/point-in-time/read-details";

/** Somebody to whom a secret was shown, by the event that shows it. */
export type ShownTo = {
  readonly kind: string;
  readonly id: string | null;
  readonly name: string;
  readonly how: "made" | "revealed" | "copied";
  readonly event: LoggedEvent;
};

/** One secret of a token at a moment. */
export type SecretThen = {
  /** From 0; −1 for one that was made before the log begins. */
  readonly generation: number;
  readonly last4: string;
  /** When it ends or ended by a grace period; null for the current one. */
  readonly retiresAt: Date | null;
  readonly isDestroyed: boolean;
  /** The event that brought it into this state; the one that made it, unless something else came after. */
  readonly proof: LoggedEvent | "record";
  /** Whom the log shows to have seen it by then, in order. */
  readonly shownTo: readonly ShownTo[];
};

type Folded = { -readonly [K in keyof SecretThen]: SecretThen[K] } & { shownTo: ShownTo[] };

/**
 * The secrets of a token up to a moment, oldest first. Where the log begins after the token, the current one is known by any event that
 * names its last characters, or by the record (`last4`); an older one that was still in grace then is not.
 */
export function secretsThen(
  events: readonly LoggedEvent[],
  { at, wholeSince }: Moment,
  existence: Fact<string>,
  recordLast4: string | null,
): readonly SecretThen[] {
  const secrets: Folded[] = [];
  for (const event of events) {
    if (event.at <= at) fold(secrets, event);
  }
  const isLive = existence.known && existence.value === "live";
  if (secrets.length > 0 || !isLive || at < wholeSince) return secrets;
  // Nothing up to then names it: what comes next tells which one was current.
  for (const event of events) {
    const last4 = currentBefore(event);
    if (last4 !== undefined) return [newSecret(-1, last4, event)];
  }
  return recordLast4 === null ? [] : [newSecret(-1, recordLast4, "record")];
}

function fold(secrets: Folded[], event: LoggedEvent): void {
  const current = secrets.find((secret) => secret.retiresAt === null && !secret.isDestroyed);
  const retiring = secrets.find((secret) => secret.retiresAt !== null && !secret.isDestroyed);
  const shown = { kind: event.actorKind, id: event.actorId, name: event.actorName, event };
  const change = (secret: Folded | undefined, to: Partial<Folded>) => {
    if (secret !== undefined) Object.assign(secret, to, { proof: event });
  };
  const last4 = asText(detail(event, "last4"));
  switch (event.action) {
    case "token.create":
    case "token.issue":
      secrets.push({ ...newSecret(0, last4 ?? "", event), shownTo: [{ ...shown, how: "made" }] });
      return;
    case "token.rotate": {
      const graceUntil = asTime(detail(event, "graceUntil")) ?? null;
      change(retiring, { isDestroyed: true });
      const old = current ?? before(secrets, event);
      change(old, graceUntil === null ? { isDestroyed: true } : { retiresAt: graceUntil });
      const generation = (old?.generation ?? -1) + 1;
      const made = newSecret(generation, last4OfRotation(event, "after") ?? "", event);
      secrets.push({ ...made, shownTo: [{ ...shown, how: "made" }] });
      return;
    }
    case "token.finish_rotation":
      change(retiring, { isDestroyed: true });
      return;
    case "token.extend_rotation": {
      const until = asTime(detail(event, "graceUntil"));
      if (until) change(retiring, { retiresAt: until });
      return;
    }
    case "token.reveal":
    case "token.secret_copied": {
      const secret = current ?? before(secrets, event);
      secret?.shownTo.push({ ...shown, how: event.action === "token.reveal" ? "revealed" : "copied" });
      return;
    }
    case "token.delete":
    case "token.revoke":
      change(current, { isDestroyed: true });
      change(retiring, { isDestroyed: true });
      return;
    default:
      if (current === undefined) before(secrets, event);
  }
}

// A secret that is older than the log, met for the first time.
function before(secrets: Folded[], event: LoggedEvent): Folded | undefined {
  const last4 = currentBefore(event);
  if (last4 === undefined) return undefined;
  const secret = newSecret(-1, last4, event);
  secrets.push(secret);
  return secret;
}

function newSecret(generation: number, last4: string, proof: SecretThen["proof"]): Folded {
  return { generation, last4, retiresAt: null, isDestroyed: false, proof, shownTo: [] };
}

const last4OfRotation = (event: LoggedEvent, side: "before" | "after") => {
  const pair = event.details.last4;
  return typeof pair === "object" && pair !== null
    ? asText((pair as Record<string, unknown>)[side])
    : undefined;
};

// These name the old secret, not the current one.
const ofTheOld = ["token.finish_rotation", "token.extend_rotation"];

function currentBefore(event: LoggedEvent): string | undefined {
  if (event.action === "token.rotate") return last4OfRotation(event, "before");
  return ofTheOld.includes(event.action) ? undefined : asText(detail(event, "last4"));
}
