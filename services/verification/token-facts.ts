import type { TokenType } from "@/domain/tokens/types";
import type { TokenFacts } from "@/domain/verification/decide";

/** What a secret's row says of its token, and where the rest of the facts is found. */
export type CopiedFacts = {
  readonly token: TokenFacts["token"];
  /** Ids of account, organization, user and API client: all that the token's context depends on. */
  readonly contextKey: string;
};

const none: readonly string[] = [];

/**
 * Reads what `keydesk_token_facts` writes: version, account, organization, user, client, token, type, four times in milliseconds, address
 * ranges, and the name, which may hold anything. Null for a version that this code does not know.
 */
export function readTokenFacts(text: string): CopiedFacts | null {
  if (!text.startsWith("1|")) return null;
  const parts = text.split("|");
  const name = parts.length === 13 ? parts[12]! : parts.slice(12).join("|");
  const ranges = parts[11]!;
  return {
    contextKey: contextKeyOf(parts[1]!, parts[2]!, parts[3]!, parts[4]!),
    token: {
      id: parts[5]!,
      type: parts[6] as TokenType,
      name,
      deletedAt: readTime(parts[7]!),
      disabledAt: readTime(parts[8]!),
      notBefore: readTime(parts[9]!),
      expiresAt: readTime(parts[10]!),
      ipAllowList: ranges === "" ? none : ranges.split(","),
    },
  };
}

/** The ids, with empty texts for what there is not. */
export function contextKeyOf(account: string, organization: string, user: string, client: string): string {
  return `${account}|${organization}|${user}|${client}`;
}

function readTime(text: string): Date | null {
  return text === "" ? null : new Date(Number(text));
}
