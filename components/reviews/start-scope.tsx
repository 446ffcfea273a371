import { tokensWord } from "@/components/reviews/decision-words";
import { formatCount } from "@/components/ui/format-count";
import { RadioCards } from "@/components/ui/radio-cards";
import { TextLink } from "@/components/ui/text-link";
import { reviewTokensMax } from "@/domain/reviews/bounds";
import { filterWords, type ReviewFilter } from "@/domain/reviews/filter-words";
import type { ReviewStartOptions } from "@/domain/reviews/review-views";
import { type TokenCountName, tokenCountQueries } from "@/domain/tokens/token-counts";

export type Scope = Extract<TokenCountName, "live" | "active" | "unused" | "neverExpiring" | "ownerGone">;

const scopes: Record<Scope, { label: string; description: string }> = {
  live: { label: "All tokens", description: "Everything that is not deleted." },
  active: { label: "Active tokens", description: "Those that work now." },
  unused: { label: "Unused for 90 days", description: "Active, but nobody seems to need them." },
  neverExpiring: { label: "Never expiring", description: "Active, and without an end." },
  ownerGone: { label: "Owner gone", description: "Active, but their owner or creator has left." },
};

/** The filter of a scope. */
export const scopeFilter = (scope: Scope): ReviewFilter => tokenCountQueries[scope];

/** Which tokens, where the form was not opened over a choice of tokens. */
export function ScopeField({
  value,
  counts,
  onChange,
}: {
  value: Scope;
  counts: ReviewStartOptions["counts"] | null;
  onChange: (scope: Scope) => void;
}) {
  return (
    <div className="grid gap-1.5">
      <RadioCards
        legend="Which tokens"
        name="scope"
        columns={2}
        value={value}
        onChange={(event) => onChange(event.target.value as Scope)}
        options={(Object.keys(scopes) as Scope[]).map((scope) => {
          const count = counts?.[scope];
          return {
            value: scope,
            ...scopes[scope],
            meta: count ? `${formatCount(count.count)}${count.exact ? "" : "+"}` : null,
            disabledReason: count?.count === 0 ? "There are none." : null,
          };
        })}
      />
      <p className="text-muted text-sm">
        Any other choice begins in <TextLink href="/integrations/api-access">API access</TextLink>: filter or
        select there, then start a review of these tokens.
      </p>
    </div>
  );
}

/** Which tokens, where they were chosen before: how many, and in words. */
export function ChosenTokens({ filter, tokens }: { filter: ReviewFilter; tokens: number | null }) {
  const words = filterWords(filter);
  const isMany = tokens !== null && tokens > reviewTokensMax;
  return (
    <p role="status" className="rounded-xl border bg-sub px-3.5 py-2.5">
      {tokens === null ? (
        "Counting the tokens…"
      ) : (
        <>
          <strong className="font-semibold tabular-nums">
            {isMany ? `More than ${formatCount(reviewTokensMax)}` : formatCount(tokens)}
          </strong>{" "}
          {tokensWord(tokens)}
          {words ? `: ${words}` : ""}.{" "}
          {isMany ? <span className="text-bad">Narrow the filter and start several reviews.</span> : null}
        </>
      )}
    </p>
  );
}
