import type { GroupState, TokenState, Verify } from "@/e2e/cluster/checker/token-model";

/**
 * What may be answered about a secret in this state. More than one only where a time-based end lies within the time, on the answering
 * node's clock, in which the question was under way. Its own rule: nothing of the product's is asked here.
 */
export function allowedVerdicts(group: GroupState, token: TokenState, asked: Verify): string[] {
  const { from, to } = asked.clock;
  const ends = [token.expiresAt, token.retiring?.endsAt ?? null];
  const moments = ends.filter((end) => end !== null && from < end && end <= to) as number[];
  return [from, ...moments].map((moment) => verdictAt(group, token, asked, moment));
}

function verdictAt(group: GroupState, token: TokenState, asked: Verify, moment: number): string {
  if (token.isDeleted) return "revoked";
  if (asked.secret !== token.current) {
    const { retiring } = token;
    if (retiring === null || retiring.secret !== asked.secret || moment >= retiring.endsAt) return "revoked";
  }
  if (token.isDisabled) return "disabled";
  if (token.expiresAt !== null && moment >= token.expiresAt) return "expired";
  if (!group.isUserActive) return "owner_inactive";
  if (asked.permission !== null && !group.permissions.includes(asked.permission)) return "forbidden";
  return "valid";
}
