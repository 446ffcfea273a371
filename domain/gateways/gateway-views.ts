import type { GatewayKind } from "@/domain/gateways/kinds";
import type { TokenAuditEntry, TokenSecretView, UseSpan } from "@/domain/tokens/token-views";

/** What pages show of a gateway; its secret is not among it. */
export type GatewaySummary = {
  readonly id: string;
  readonly name: string;
  readonly kind: GatewayKind;
  readonly forDeployment: boolean;
  readonly accountName: string;
  /** The one organization that it serves; null for the account, or all. */
  readonly organization: { readonly id: string; readonly name: string } | null;
  /** A program downloaded it with a token, whose name is `createdByName`. */
  readonly isDownloaded: boolean;
  readonly prefix: string;
  readonly last4: string;
  /** Until then the token before the present one works too. */
  readonly graceUntil: Date | null;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
  readonly lastAgent: string | null;
};

/** A gateway with what it was told in the last 24 hours. */
export type ListedGateway = GatewaySummary & {
  readonly answers: { readonly valid: number; readonly refused: number };
};

/** Everything that a gateway's page shows. */
export type GatewayDetails = GatewaySummary & {
  /** The answers that it was given, by verdict, also about strings that were no token. */
  readonly useHours: readonly UseSpan[];
  readonly useDays: readonly UseSpan[];
  readonly secrets: readonly TokenSecretView[];
  /** The 20 newest, newest first. */
  readonly events: readonly TokenAuditEntry[];
  readonly now: Date;
};

/** The one answer that carries a gateway's secret. */
export type CreatedGateway = {
  readonly id: string;
  readonly name: string;
  readonly kind: GatewayKind;
  /** The whole token string of type `gateway`; shown once. */
  readonly secret: string;
  readonly forDeployment: boolean;
  readonly tokenId: string;
  readonly createdAt: Date;
};

/** The same after a renewal. */
export type RenewedGateway = CreatedGateway & { readonly graceUntil: Date | null };
