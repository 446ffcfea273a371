import type { TokenQueryInput } from "@/domain/tokens/query-choices";
import { listedTokenTypeNames } from "@/domain/tokens/types";

/** What ends when a user is taken out of the account, and what does not. */
export type UserRemovalFacts = {
  readonly name: string;
  /** Null for template users. */
  readonly email: string | null;
  /** Open sessions in this account. */
  readonly sessions: number;
  /** Open invitations and reset links that the person handed out here, or was handed. */
  readonly links: number;
  /** Tokens that act as the user: every one is destroyed. */
  readonly tokens: number;
  /** How many of these work at this moment. */
  readonly workingTokens: number;
  /** The first of these, used last first. */
  readonly firstTokens: readonly { readonly name: string; readonly lastUsedAt: Date | null }[];
  /** Good calls with these tokens in this and the last hour, and the addresses that they came from. */
  readonly calls: number;
  readonly addresses: number;
  /** Tokens that the person made and that act as somebody else: they go on working, or begin to on their first day. */
  readonly keptTokens: number;
  /** API clients that the person made, also disabled ones: they stay, with a secret that the person was shown. */
  readonly keptClients: number;
  /** The first of these, used last first. */
  readonly firstClients: readonly { readonly id: string; readonly name: string }[];
  /** One of the tokens was used in the last days: `textToRemove` must be typed. */
  readonly needsText: boolean;
};

/** What is typed to remove a user: the address, which only one person has; a template user has nothing but its name. */
export function textToRemove({
  name,
  email,
}: {
  readonly name: string;
  readonly email: string | null;
}): string {
  return email ?? name;
}

/** The grid's filter for what goes on working, now or later: tokens that the person made and that are nobody's own. */
export function keptTokensOf(userId: string): TokenQueryInput {
  return {
    createdBy: [userId],
    status: ["active", "not_yet_valid"],
    type: listedTokenTypeNames.filter((type) => type !== "personal"),
  };
}
