import { type EchoUpstream, openEchoUpstream, type Seen } from "@/api/testing/echo-upstream";
import { type GatewayProcess, startGateway } from "@/api/testing/gateway-process";
import type { OpenApi } from "@/api/testing/open-api";
import type { BundleKind } from "@/domain/gateways/kinds";
import { packBundle } from "@/domain/gateways/pack";
import { createGateway } from "@/services/gateways/create";
import type { OpenWorld } from "@/services/testing/open-world";
import { openTcpProxy, type TcpProxy } from "@/services/testing/tcp-proxy";
import { unwrap } from "@/services/testing/tokens";

/** A real gateway from a bundle, in front of an upstream, with a wire to Keydesk that tests can cut. */
export type OpenGateway = GatewayProcess & {
  readonly upstream: EchoUpstream;
  readonly wire: TcpProxy;
  readonly gatewayId: string;
  /** A request through the gateway. `seen` is what reached the upstream of it; null when nothing did. */
  ask(path: string, init?: RequestInit): Promise<{ response: Response; body: string; seen: Seen | null }>;
  close(): Promise<void>;
};

/** Makes a gateway of Acme's account, and starts its bundle as its README says. */
export async function openGateway(
  world: OpenWorld,
  api: Pick<OpenApi, "url">,
  kind: BundleKind,
  options: { change?: (folder: string) => void; env?: Record<string, string>; keydeskUrl?: string } = {},
): Promise<OpenGateway> {
  const wire = await openTcpProxy(api.url);
  const upstream = await openEchoUpstream();
  const made = unwrap(
    await createGateway(
      world.cli,
      { name: `Edge ${kind}`, kind, forDeployment: true },
      { accountId: world.acme.accountId },
    ),
  );
  const facts = {
    name: made.name,
    token: made.secret,
    apiUrl: options.keydeskUrl ?? wire.url,
    deskUrl: "https://desk.example.test",
  };
  const gateway = await startGateway(await packBundle(kind, facts, world.clock.now), upstream.port, options);
  return {
    ...gateway,
    upstream,
    wire,
    gatewayId: made.id,
    async ask(path, init = {}) {
      const before = upstream.seen.length;
      const response = await fetch(gateway.url + path, { redirect: "manual", ...init });
      const body = await response.text();
      return { response, body, seen: upstream.seen[before] ?? null };
    },
    async close() {
      await gateway.stop();
      await Promise.all([upstream.close(), wire.close()]);
    },
  };
}
