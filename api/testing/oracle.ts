import { createServer } from "node:http";
import { Provider } from "oidc-provider";
import { introspectionPath, revocationPath, tokenPath } from "@/domain/oauth/paths";
import type { ClientCredentials } from "@/services/oauth/authenticate-client";
import { freePort } from "@/services/testing/free-port";

export type Oracle = { readonly url: string; close(): Promise<void> };

/**
 * Another authorization server (oidc-provider) with the same clients at the same paths: the same request can be sent to both, and
 * what it answers is what somebody else read out of the same RFCs.
 */
export async function openOracle(clients: readonly ClientCredentials[]): Promise<Oracle> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = new Provider(url, {
    clients: clients.map(({ clientId, secret }) => ({
      client_id: clientId,
      client_secret: secret,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
    })),
    routes: { token: tokenPath, introspection: introspectionPath, revocation: revocationPath },
    scopes: ["*"],
    ttl: { ClientCredentials: 3600 },
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      devInteractions: { enabled: false },
    },
  });
  const server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
