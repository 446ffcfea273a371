/** Fewer days would drop what an investigation of the last month needs; more are for ever. */
export const retentionDays = { min: 30, max: 36_500 } as const;

/** "90 days", "for ever". */
export function retentionTerm(days: number | null): string {
  return days === null ? "for ever" : `${days} days`;
}

/** What the settings page says of an account's retention. */
export type RetentionView = {
  /** Null: for ever. */
  readonly days: number | null;
  readonly hold: { readonly reason: string; readonly since: Date; readonly byName: string } | null;
  /** The last number that was dropped, and when; null while none was. */
  readonly dropped: { readonly through: number; readonly at: Date } | null;
  /** When the oldest event that is kept was sealed; null while there is none. */
  readonly oldestAt: Date | null;
};
