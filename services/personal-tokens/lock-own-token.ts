import type { Work } from "@/services/kernel/act";
import { type LockedToken, lockToken } from "@/services/tokens/lock-tokens";

/** Locks one of the actor's own personal tokens; null when it has none by that id: another's is as if it did not exist. */
export async function lockOwnToken(work: Work, tokenId: string): Promise<LockedToken | null> {
  if (work.actor.kind !== "user") return null;
  const token = await lockToken(work, tokenId);
  return token?.type === "personal" && token.actsAsUserId === work.actor.userId ? token : null;
}
