import type { CreatedApiClient } from "@/domain/access/api-client-views";
import type { Result } from "@/domain/result";

/** What pages about API clients can have done; the server decides each time. */
export type ApiClientActions = {
  readonly create: (input: {
    name: string;
    notes: string;
    requestKey: string;
  }) => Promise<Result<CreatedApiClient>>;
  readonly edit: (input: { apiClientId: string; name?: string; notes?: string }) => Promise<Result<unknown>>;
  readonly enable: (apiClientId: string) => Promise<Result<unknown>>;
  readonly disable: (apiClientId: string) => Promise<Result<unknown>>;
  readonly rotate: (input: {
    apiClientId: string;
    expectedLast4: string;
    revokeTokens: boolean;
  }) => Promise<Result<CreatedApiClient>>;
  readonly remove: (apiClientId: string, confirmation?: string) => Promise<Result<unknown>>;
  readonly revokeToken: (tokenId: string) => Promise<Result<unknown>>;
};

/** What the viewer may do with API clients. */
export type ApiClientRights = {
  readonly create: boolean;
  readonly edit: boolean;
  readonly toggle: boolean;
  readonly rotate: boolean;
  readonly remove: boolean;
  readonly revokeToken: boolean;
};
