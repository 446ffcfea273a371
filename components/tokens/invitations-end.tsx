import { handsOutInvitations } from "@/domain/access/token-actions";
import type { TokenType } from "@/domain/tokens/types";

/** What a rotation ends beside the old secret, where one of the tokens is of a type that invites people. */
export function InvitationsEnd({ types }: { types: readonly TokenType[] }) {
  if (!types.some(handsOutInvitations)) return null;
  return (
    <p className="text-muted text-sm">
      Open invitations that {types.length === 1 ? "it" : "one of them"} handed out end at once, also with a
      grace period.
    </p>
  );
}

/** The same of what ends the old secret before its grace period has passed. */
export function OldInvitationsEnd({ type }: { type: TokenType }) {
  if (!handsOutInvitations(type)) return null;
  return (
    <p className="text-muted text-sm">
      Open invitations that the old secret handed out end at once; those of the new secret stay.
    </p>
  );
}
