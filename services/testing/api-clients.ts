import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { createApiClient } from "@/services/api-clients/create";
import type { BaseContext, Context } from "@/services/kernel/context";
import { authenticateClient, type ClientCredentials } from "@/services/oauth/authenticate-client";
import { issueToken } from "@/services/oauth/issue-token";
import { unwrap } from "@/services/testing/tokens";
import type { Tenant, World } from "@/services/testing/world";

/** Makes an API client of a tenant through the service. */
export async function makeApiClient(tenant: Tenant, name = "Nightly export"): Promise<CreatedApiClient> {
  return unwrap(await createApiClient(tenant.administrator.context, { name }));
}

/** A context that claims nothing, as an endpoint has it before anybody is proven; `ip` is where the request comes from. */
export function baseContext(world: Pick<World, "cli">, ip = "192.0.2.10"): BaseContext {
  const { claim: _, ...base } = world.cli;
  return { ...base, origin: { ...base.origin, ip } };
}

/** The context of a client that proves itself; throws when it is refused. */
export async function proveClient(
  world: Pick<World, "cli">,
  credentials: ClientCredentials,
  ip?: string,
): Promise<Context> {
  const base = baseContext(world, ip);
  const proven = await authenticateClient(base, credentials);
  if (proven.kind !== "client") throw new Error(`the client is ${proven.kind}`);
  return { ...base, claim: proven.claim };
}

/** Obtains a token with a client's credentials, through the services. */
export async function obtainToken(
  world: Pick<World, "cli">,
  credentials: ClientCredentials,
): Promise<{ id: string; secret: string }> {
  const { id, accessToken } = unwrap(await issueToken(await proveClient(world, credentials)));
  return { id, secret: accessToken };
}
