import type { TokenStatus } from "@/domain/tokens/status";

/** What pages and programs get to know about API clients. Only `CreatedApiClient` ever holds a secret. */
export type ApiClientView = {
  readonly id: string;
  /** What the client calls itself in OAuth requests; public. */
  readonly clientId: string;
  readonly name: string;
  readonly notes: string;
  /** End of its secret. */
  readonly last4: string;
  readonly createdAt: Date;
  readonly createdByName: string;
  /** Null while enabled. */
  readonly disabledAt: Date | null;
  /** When it last obtained a token. */
  readonly lastUsedAt: Date | null;
  /** Tokens of it that would be accepted now if the client is enabled. */
  readonly liveTokens: number;
  /** A deletion needs the name typed: it was used in the last days. */
  readonly deleteNeedsName: boolean;
};

/** The one answer that carries a client's secret: after its creation, and after a rotation. */
export type CreatedApiClient = {
  readonly id: string;
  readonly clientId: string;
  /** Shown once. */
  readonly secret: string;
  readonly name: string;
};

/** A token that a client obtained. Its string was in one answer to the client, and nobody can show it again. */
export type ClientTokenView = {
  readonly id: string;
  readonly prefix: string;
  readonly last4: string;
  readonly status: TokenStatus;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
};

/** The newest tokens of a client; `total` counts all that are kept. */
export type ClientTokenList = {
  readonly rows: readonly ClientTokenView[];
  readonly total: number;
  readonly now: Date;
};
