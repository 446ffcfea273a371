import type { Result } from "@/domain/result";
import type { TokenType } from "@/domain/tokens/types";

/** A secret as its one response brought it. Lives in the state of the dialog and nowhere else. */
export type NewSecret = {
  readonly tokenId: string;
  readonly name: string;
  /** The whole token string. */
  readonly secret: string;
  /** As the answer says: what the page knows of the policy may be older. */
  readonly shownOnce: boolean;
  readonly scheme: "Bearer" | "Impersonation";
  /** Chooses what the samples call. */
  readonly type?: TokenType;
  readonly actsAs: string | null;
  readonly expiresAt: Date | null;
  /** After a rotation with a grace period: how long the old secret still works. */
  readonly graceUntil?: Date | null;
  /** The token's notes, into which the place of storage is written. */
  readonly notes?: string;
};

export type FirstCall = { readonly at: Date; readonly ip: string | null };

/** Asks for the first call with this very secret. */
export type FindFirstCall = (tokenId: string) => Promise<Result<FirstCall | null>>;

/** Puts on record that a secret of the token was copied. */
export type RecordCopied = (tokenId: string) => Promise<Result<unknown>>;

/** The same for several tokens at once. */
export type RecordCopies = (tokenIds: readonly string[]) => Promise<Result<unknown>>;

/** Saves in the notes of a token where its secret is kept. */
export type SavePlace = (tokenId: string, place: string) => Promise<Result<unknown>>;
