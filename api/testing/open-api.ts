import type { AddressInfo } from "node:net";
import { createApi } from "@/api/app";
import { createLog } from "@/api/log";
import type { JwtPolicy } from "@/domain/verification/jwt";
import { createGateway } from "@/services/gateways/create";
import { createReadinessCheck } from "@/services/health/readiness";
import { openDatabase } from "@/services/kernel/open-database";
import { type Limiter, startLimiter } from "@/services/limits/limiter";
import { startSharedLimiter } from "@/services/limits/shared-limiter";
import { createMeter, type Meter } from "@/services/metrics/meter";
import { createMetrics } from "@/services/metrics/metrics";
import { testKeys } from "@/services/testing/context";
import { freePort } from "@/services/testing/free-port";
import { largeLimits } from "@/services/testing/large-limits";
import type { OpenWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";
import { startUsageRecorder, type UsageRecorder } from "@/services/usage/recorder";
import { createLookup, type Lookup, type LookupBounds, lookupBounds } from "@/services/verification/lookup";

export type OpenApi = {
  readonly url: string;
  readonly lookup: Lookup;
  readonly usage: UsageRecorder;
  readonly limits: Limiter;
  readonly meter: Meter;
  /** Every line that the process logged. */
  readonly log: string[];
  /** A gateway's question; its token is the deployment's unless another is given. */
  verify(body: object, gateway?: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** The verdict alone. */
  verdictOf(token: string, ask?: object): Promise<unknown>;
  close(): Promise<void>;
};

export type ApiOptions = {
  /** Where the API finds the database, if not directly. */
  readonly databaseUrl?: string;
  readonly bounds?: LookupBounds;
  /** Where limits are counted, if not in the process. */
  readonly redisUrl?: string;
  readonly jwtPolicy?: JwtPolicy;
  /** True: OAuth's issuer and endpoints are at the API's own address, where clients can follow them. */
  readonly isIssuer?: boolean;
  /** Who may read the metrics besides this machine. */
  readonly metricsToken?: string;
  /** Per source address where no account is known; as good as none by default. */
  readonly requestsPerIp?: number;
  /** In the place of the real look-up: to show that a test notices a broken one. */
  readonly breakLookup?: (lookup: Lookup) => Lookup;
};

/** A machine that is busy with other tests is no outage; a database that refuses connections is one at once. */
export const patientBounds: LookupBounds = {
  ...lookupBounds,
  waitMsMax: 30_000,
  connectMsMax: 30_000,
  statementMsMax: 30_000,
};

/** The API over a listening socket, on a world's database, with a gateway of the deployment. */
export async function openApi(
  world: OpenWorld,
  options: ApiOptions = {},
): Promise<OpenApi & { gateway: string }> {
  const databaseUrl = options.databaseUrl ?? world.url;
  const log: string[] = [];
  const logger = createLog("info", { write: (line: string) => void log.push(line) });
  const meter = createMeter();
  const real = createLookup(databaseUrl, options.bounds ?? patientBounds, meter);
  const lookup = options.breakLookup?.(real) ?? real;
  const usage = startUsageRecorder(databaseUrl, logger);
  const now = () => world.clock.now;
  const limits =
    options.redisUrl === undefined
      ? startLimiter(databaseUrl, logger, now, options.requestsPerIp ?? largeLimits.requestsPerIp)
      : startSharedLimiter(options.redisUrl, databaseUrl, logger, now);
  const db = options.databaseUrl === undefined ? world.db : openDatabase(databaseUrl, 4);
  const port = options.isIssuer ? await freePort() : 0;
  const own = `http://127.0.0.1:${port}`;
  const config = options.isIssuer
    ? { ...world.cli.config, databaseUrl, issuer: own, endpointsUrl: own }
    : { ...world.cli.config, databaseUrl };
  const metrics = createMetrics({
    databaseUrl,
    meter,
    lookup: real,
    limits,
    usage,
    version: config.version,
    backlogKeptMs: 100,
  });
  config.metricsToken = options.metricsToken ?? null;
  const app = createApi({
    deskUrl: "https://desk.example.test",
    trustedProxies: ["127.0.0.0/8", "::1"],
    log: logger,
    verification: {
      lookup,
      usage,
      limits,
      meter,
      jwtPolicy: options.jwtPolicy ?? { audience: null, issuer: null },
      keys: testKeys,
      now,
    },
    base: { db, keys: testKeys, config, now },
    readiness: createReadinessCheck(databaseUrl),
    metrics,
  });
  await app.listen({ host: "127.0.0.1", port });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  // Known only now; gateways that are downloaded ask there.
  config.apiUrl = url;
  const { secret: gateway } = unwrap(
    await createGateway(
      world.cli,
      { name: "Edge", forDeployment: true },
      { accountId: world.acme.accountId },
    ),
  );
  const verify: OpenApi["verify"] = async (body, as = gateway) => {
    const response = await fetch(`${url}/v1/tokens/verify`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${as}` },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    url,
    lookup,
    usage,
    limits,
    meter,
    log,
    gateway,
    verify,
    verdictOf: async (token, ask = {}) => (await verify({ token, ...ask })).body.verdict,
    async close() {
      await app.close();
      // Their ends wait a second and a half at the most, which may be too short for a busy machine.
      await Promise.allSettled([usage.flush(), limits.flush()]);
      await Promise.all([usage.close(), limits.close()]);
      lookup.close();
      metrics.close();
      if (db !== world.db) await db.$disconnect();
    },
  };
}
