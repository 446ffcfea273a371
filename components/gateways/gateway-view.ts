import type { Result } from "@/domain/result";

/** What the page shows of a gateway. */
export type GatewayView = {
  readonly id: string;
  readonly name: string;
  readonly forDeployment: boolean;
  readonly accountName: string;
  readonly prefix: string;
  readonly last4: string;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
  readonly lastAgent: string | null;
};

/** The one answer that carries a gateway's secret. */
export type NewGateway = {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly forDeployment: boolean;
  readonly tokenId: string;
};

/** What the page can do; the server decides each time. */
export type GatewayActions = {
  readonly create: (input: {
    name: string;
    forDeployment: boolean;
    requestKey: string;
  }) => Promise<Result<NewGateway>>;
  readonly remove: (gatewayId: string) => Promise<Result<unknown>>;
};
