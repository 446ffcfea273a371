import { formatCount } from "@/components/ui/format-count";
import { graceWords, lifetimeWords, type TokenPolicy } from "@/domain/tokens/policy";
import type { PolicyView } from "@/domain/tokens/policy-views";

/** Each value as pages say it. */
export const valueWords: { readonly [K in keyof TokenPolicy]: (value: TokenPolicy[K]) => string } = {
  keyCap: (cap) => (cap === 1 ? "1 key" : `${cap} keys`),
  lifetimeDaysMax: (days) => (days === null ? "No maximum" : lifetimeWords(days)),
  graceSecondsMax: (seconds) => (seconds === 0 ? "None: it ends at once" : graceWords(seconds)),
  keysRevealable: (isRevealable) => (isRevealable ? "Shown again" : "Shown once"),
};

/** What becomes of organizations that have more keys than `cap`; null where none has. */
export function overCapWords(keyCounts: PolicyView["keyCounts"], cap: number): string | null {
  const over = keyCounts.filter(({ keys }) => keys > cap);
  const count = over.reduce((sum, { organizations }) => sum + organizations, 0);
  if (count === 0) return null;
  const most = Math.max(...over.map(({ keys }) => keys));
  return count === 1
    ? `1 organization has ${most} keys. They stay and work; it gets no new one until it has fewer than ${cap}.`
    : `${formatCount(count)} organizations have more, up to ${most} keys. They stay and work; no new ones until there are fewer than ${cap}.`;
}
