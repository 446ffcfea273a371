import type { CreatedGateway, RenewedGateway } from "@/domain/gateways/gateway-views";
import type { GatewayKind } from "@/domain/gateways/kinds";
import type { Result } from "@/domain/result";

/** What the pages can do; the server decides each time. */
export type GatewayActions = {
  readonly create: (input: {
    name: string;
    kind: GatewayKind;
    forDeployment: boolean;
    requestKey: string;
  }) => Promise<Result<CreatedGateway>>;
  readonly renew: (input: {
    gatewayId: string;
    kind: GatewayKind;
    graceSeconds: number;
    expectedLast4: string;
  }) => Promise<Result<RenewedGateway>>;
  readonly remove: (gatewayId: string) => Promise<Result<unknown>>;
};

/** Where Keydesk is, for what gateways are configured with. */
export type Addresses = { readonly apiUrl: string; readonly deskUrl: string };
