import { momentHref } from "@/components/audit/moment/moment-href";
import { DateTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { MomentChoices } from "@/domain/audit/point-in-time/views";
import { displayToken } from "@/domain/tokens/display";

/** What was found by a piece of a name, to choose from. */
export function FoundTokens({ tokens, at }: { tokens: MomentChoices["tokens"]; at: Date | null }) {
  return (
    <Section title="Which of these tokens?">
      {tokens.length === 0 ? (
        <p className="text-muted">No token of this account, deleted or not, is called so.</p>
      ) : (
        <ul className="grid gap-2 pointer-coarse:gap-6">
          {tokens.map((token) => (
            <li key={token.id} className="wrap-anywhere flex flex-wrap items-baseline gap-x-2">
              <TextLink
                href={momentHref({ kind: "token", id: token.id }, at)}
                className="touch-area relative"
              >
                {token.name}
              </TextLink>
              <code className="font-mono text-muted text-sm">{displayToken(token.prefix, token.last4)}</code>
              {token.deletedAt === null ? null : (
                <span className="text-muted text-sm">
                  deleted on <DateTime at={token.deletedAt} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
