import type { FirstCall, RecordCopied, RecordCopies } from "@/components/secret/new-secret";
import type { Result } from "@/domain/result";
import type { CreatedToken, RotatedToken, TokenDetails } from "@/domain/tokens/token-views";
import type { TokenType } from "@/domain/tokens/types";

/** What the forms send. The server parses it all again. */
export type GenerateInput = {
  readonly type: TokenType;
  readonly name: string;
  readonly notes: string;
  readonly actsAsUserId: string | null;
  readonly organizationId: string | null;
  readonly expiresAt: Date | null;
  readonly ipAllowList: readonly string[];
  readonly requestKey: string;
};

export type EditInput = {
  readonly tokenId: string;
  readonly name?: string;
  readonly notes?: string;
  /** Where the secret is kept: becomes a line of the notes. */
  readonly storagePlace?: string;
  readonly expiresAt?: Date | null;
  readonly ipAllowList?: readonly string[];
};

export type BulkInput = {
  readonly tokenIds: readonly string[];
  readonly action: "enable" | "disable" | "delete" | "set_expiry";
  readonly expiresAt?: Date | null;
  readonly confirmation?: string;
};

/** Each token with the end of the secret that the page showed, so that a stale page rotates nothing. */
export type RotateManyInput = {
  readonly tokens: readonly { readonly tokenId: string; readonly expectedLast4: string }[];
  readonly graceSeconds: number;
};

/** What a dialog must know of a token before it changes it, read when it opens. */
export type TokenFacts = Pick<
  TokenDetails,
  "id" | "name" | "notes" | "expiresAt" | "ipAllowList" | "useLastHour" | "deleteNeedsName" | "last4"
>;

export type FoundToken = { readonly id: string; readonly name: string; readonly current: boolean };

/** The verbs of tokens as pages pass them down; each answers refusals as values. */
export type TokenActions = {
  readonly create: (input: GenerateInput) => Promise<Result<CreatedToken>>;
  readonly rotate: (input: {
    tokenId: string;
    graceSeconds: number;
    expectedLast4: string;
  }) => Promise<Result<RotatedToken>>;
  readonly rotateMany: (
    input: RotateManyInput,
  ) => Promise<Result<{ readonly tokens: readonly RotatedToken[] }>>;
  readonly finishRotation: (tokenId: string) => Promise<Result<unknown>>;
  readonly extendRotation: (tokenId: string, graceSeconds: number) => Promise<Result<{ graceUntil: Date }>>;
  readonly edit: (input: EditInput) => Promise<Result<unknown>>;
  readonly enable: (tokenId: string) => Promise<Result<unknown>>;
  readonly disable: (tokenId: string) => Promise<Result<unknown>>;
  readonly remove: (tokenId: string, confirmation?: string) => Promise<Result<unknown>>;
  readonly bulk: (input: BulkInput) => Promise<Result<{ changed: number; unchanged: number }>>;
  /** Those that are deleted by now. */
  readonly findGone: (tokenIds: readonly string[]) => Promise<Result<readonly string[]>>;
  readonly countLive: () => Promise<Result<{ count: number; ofClients: number }>>;
  readonly revokeAll: (confirmation: string) => Promise<Result<{ count: number }>>;
  readonly loadFacts: (tokenId: string) => Promise<Result<TokenFacts>>;
  readonly findFirstCall: (tokenId: string) => Promise<Result<FirstCall | null>>;
  readonly recordCopied: RecordCopied;
  readonly recordCopies: RecordCopies;
  /** Which token this text is. The text goes in the body of a request and is kept nowhere. */
  readonly findBySecret: (text: string) => Promise<Result<FoundToken | null>>;
};
