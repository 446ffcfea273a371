import type { TokenStatus } from "@/domain/tokens/status";
import type { TokenType } from "@/domain/tokens/types";

/** What programs get to know about a token. Never a secret, nor a piece of one but its last four characters. */
export type TokenRecord = {
  readonly id: string;
  readonly type: TokenType;
  readonly name: string;
  readonly notes: string;
  readonly prefix: string;
  readonly last4: string;
  readonly status: TokenStatus;
  readonly organization: { readonly id: string; readonly name: string } | null;
  /** The template user or owner that it acts as. */
  readonly actsAs: { readonly id: string; readonly name: string } | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly disabledAt: Date | null;
  readonly notBefore: Date | null;
  readonly expiresAt: Date | null;
  readonly ipAllowList: readonly string[];
  readonly firstUsedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
  /** Good calls ever. */
  readonly calls: number;
  /** While two secrets work: when the old one ends. */
  readonly graceUntil: Date | null;
  readonly deletedAt: Date | null;
  readonly deletedBy: string | null;
};
