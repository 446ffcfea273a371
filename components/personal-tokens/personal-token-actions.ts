import type { FindFirstCall, RecordCopied, SavePlace } from "@/components/secret/new-secret";
import type { Result } from "@/domain/result";
import type { CreatedToken } from "@/domain/tokens/token-views";

/** What the page can do; the server decides each time. */
export type PersonalTokenActions = {
  readonly create: (input: {
    name: string;
    expiresAt: Date | null;
    requestKey: string;
  }) => Promise<Result<CreatedToken>>;
  readonly revoke: (tokenId: string) => Promise<Result<unknown>>;
  /** `confirmation` is the number of tokens that the person was told. */
  readonly revokeAll: (confirmation: string) => Promise<Result<{ count: number }>>;
  readonly findFirstCall: FindFirstCall;
  readonly recordCopied: RecordCopied;
  readonly savePlace: SavePlace;
};
