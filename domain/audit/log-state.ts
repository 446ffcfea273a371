import type { LogAlarm } from "@/domain/audit/log-alarm";

/** How it stands with a log: what a page says beside it. */
export type LogState = {
  /** The newest number; 0 while nothing is sealed. */
  readonly seq: number;
  readonly sealedAt: Date | null;
  /** Events that wait for their number; counted up to `waitingMax`. */
  readonly waiting: number;
  /** When the one was written that waits longest; null: none waits. */
  readonly waitingSince: Date | null;
  readonly checkpoint: { readonly size: number; readonly signedAt: Date } | null;
  /** Why nothing more is sealed or signed. */
  readonly alarm: { readonly kind: LogAlarm; readonly since: Date } | null;
  /** The last number whose event retention has dropped; 0 while none was. */
  readonly droppedThrough: number;
  /** Days after which events are dropped; null: never. */
  readonly retentionDays: number | null;
  readonly hold: { readonly reason: string; readonly since: Date; readonly byName: string } | null;
};

/** Waiting events are counted no further. */
export const waitingMax = 1_000;
