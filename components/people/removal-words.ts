import { formatCount } from "@/components/ui/format-count";
import { formatRelative } from "@/components/ui/format-time";
import type { UserRemovalFacts } from "@/domain/access/user-removal";
import { typedConfirmationDays } from "@/domain/tokens/bounds";

const counted = (count: number, one: string, many = `${one}s`) =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Which tokens end with a person or template user, and who uses them. */
export function tokenWords(
  { tokens, workingTokens, calls, addresses, needsText }: UserRemovalFacts,
  kind: "person" | "template",
): { readonly ends: string; readonly use: string | null; readonly isInUse: boolean } {
  const whom = kind === "person" ? "them" : "it";
  if (tokens === 0)
    return { ends: `No token acts as ${whom}: no call will be refused.`, use: null, isInUse: false };
  const isOne = tokens === 1;
  const working =
    workingTokens === tokens
      ? ""
      : isOne
        ? " It does not work now."
        : workingTokens === 0
          ? " None of them works now."
          : ` ${formatCount(workingTokens)} of them ${workingTokens === 1 ? "works" : "work"} now.`;
  const ends = `${counted(tokens, "token")} ${isOne ? "acts" : "act"} as ${whom} and ${isOne ? "is" : "are"} destroyed.${working}`;
  const was = isOne ? "It was" : "They were";
  const use =
    calls > 0
      ? `${was} used ${counted(calls, "time")} in the last hour from ${counted(addresses, "address", "addresses")}. Those calls will be refused.`
      : needsText
        ? `${was} used in the last ${typedConfirmationDays} days, though not in the last hour.`
        : `${isOne ? "It was not" : "None was"} used in the last ${typedConfirmationDays} days.`;
  return { ends, use, isInUse: calls > 0 };
}

/** The tokens by name, those used last first: "Nightly sync (2 minutes ago), Old (never used) and 3 more". */
export function firstTokensWords({ firstTokens, tokens }: UserRemovalFacts, now: Date): string {
  const named = firstTokens.map(
    ({ name, lastUsedAt }) => `${name} (${lastUsedAt ? formatRelative(lastUsedAt, now) : "never used"})`,
  );
  const more = tokens - firstTokens.length;
  return more > 0 ? `${named.join(", ")} and ${formatCount(more)} more` : named.join(", ");
}

/** What goes on of what a person made, as sentences; null where there is none. */
export function keptWords({ keptTokens, keptClients }: UserRemovalFacts): {
  readonly tokens: string | null;
  readonly clients: string | null;
} {
  const [token, client] = [keptTokens === 1, keptClients === 1];
  return {
    tokens:
      keptTokens === 0
        ? null
        : `${counted(keptTokens, "other token")} that they made ${token ? "goes" : "go"} on working.`,
    clients:
      keptClients === 0
        ? null
        : `${counted(keptClients, "API client")} that they made ${client ? "stays" : "stay"}. They were shown ${client ? "its secret" : "the secrets"}: rotate ${client ? "it" : "them"}.`,
  };
}

/** What else ends for a person. */
export function personWords({ sessions, links }: UserRemovalFacts): string[] {
  const lines = [
    sessions === 0
      ? "They are not signed in here now."
      : `${counted(sessions, "open session")} of theirs in this account ${sessions === 1 ? "ends" : "end"} at once.`,
  ];
  if (links > 0)
    lines.push(
      `${counted(links, "one-time link")} made by them or for them ${links === 1 ? "stops" : "stop"} working.`,
    );
  return lines;
}
