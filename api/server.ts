import { hostname } from "node:os";
import closeWithGrace from "close-with-grace";
import { createApi } from "@/api/app";
import { createLog, writeLine } from "@/api/log";
import { configuredChannels } from "@/services/audit/channels/configured";
import { fileWitness } from "@/services/audit/channels/file-witness";
import { startCheckpointChannels } from "@/services/audit/channels/start";
import { startCheckpointSigner } from "@/services/audit/log/checkpoint-signer";
import { startAuditSealer } from "@/services/audit/sealer";
import { apiTrustedProxies, ConfigError, getConfig } from "@/services/config";
import { createReadinessCheck } from "@/services/health/readiness";
import { openWatchedDatabase } from "@/services/kernel/open-database";
import { createKeyring, loadMasterKey } from "@/services/keys/keyring";
import { startLimiter } from "@/services/limits/limiter";
import { startSharedLimiter } from "@/services/limits/shared-limiter";
import { createMeter } from "@/services/metrics/meter";
import { createMetrics } from "@/services/metrics/metrics";
import { startHeartbeat } from "@/services/nodes/heartbeat";
import { startUpkeep } from "@/services/upkeep/upkeep";
import { startUsageRecorder } from "@/services/usage/recorder";
import { createLookup, lookupBounds } from "@/services/verification/lookup";

/** Open requests get this long after the first signal; the supervisor waits three seconds in all. */
const drainMs = 1_500;
/** So long a client may still ask on a connection that it keeps, and is told with the answer that it was the last. */
const idleMs = 800;
/** After this the process leaves whatever is still open. */
const closeMsMax = 2_800;

/** The process that programs call: configuration, connections, HTTP, and a clean end. */
async function main(): Promise<void> {
  const config = getConfig();
  const log = createLog(config.logLevel);
  const keys = createKeyring(loadMasterKey(config));
  const now = () => new Date();
  const { db, watch } = openWatchedDatabase(config.databaseUrl);
  const meter = createMeter();
  const lookup = createLookup(config.databaseUrl, lookupBounds, meter);
  const usage = startUsageRecorder(config.databaseUrl, log);
  const limits =
    config.redisUrl === null
      ? startLimiter(config.databaseUrl, log)
      : startSharedLimiter(config.redisUrl, config.databaseUrl, log);
  const sealer = startAuditSealer(config.databaseUrl, log);
  const { file } = config.checkpoints;
  const channels = startCheckpointChannels(
    db,
    configuredChannels(config, (line) => writeLine(log, line)),
    log,
  );
  const witness = file === null ? null : fileWitness(db, file, log);
  const signer = startCheckpointSigner({ db, keys, config }, log, now, {
    before: async () => witness?.check(now()),
    signed: channels.hurry,
  });
  const upkeep = startUpkeep(db, log);
  const heartbeat = startHeartbeat({
    databaseUrl: config.databaseUrl,
    kind: "api",
    name: `${hostname()}:${config.apiPort}`,
    version: config.version,
    read() {
      const { store, isInsured } = limits.state();
      return { limitStore: store, isAlone: isInsured, usageLagMs: usage.lagMs() };
    },
  });
  const metrics = createMetrics({
    databaseUrl: config.databaseUrl,
    meter,
    lookup,
    limits,
    usage,
    version: config.version,
  });
  const app = createApi({
    deskUrl: config.deskUrl,
    trustedProxies: apiTrustedProxies(config),
    log,
    verification: {
      lookup,
      usage,
      limits,
      meter,
      jwtPolicy: config.jwtPolicy,
      keys,
      now,
    },
    base: { db, keys, config, now },
    readiness: createReadinessCheck(config.databaseUrl),
    metrics,
    idleMs,
  });

  const closing = closeWithGrace({ delay: closeMsMax, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, "the API failed and stops");
    else log.info({ signal: signal ?? "disconnect" }, "draining");
    const cut = setTimeout(() => app.server.closeAllConnections(), drainMs);
    await app.close();
    clearTimeout(cut);
    // After the last answer, so that its use and its events are among those written.
    await Promise.all([
      upkeep.close(),
      signer.close(),
      channels.close(),
      heartbeat
        .close()
        .catch((error: unknown) => log.warn({ err: error }, "the database was not told of the end")),
      usage.close().catch((error: unknown) => log.error({ err: error }, "the last usage was not written")),
      limits.close().catch((error: unknown) => log.error({ err: error }, "the last limits were not kept")),
      sealer
        .close()
        .catch((error: unknown) => log.error({ err: error }, "the last events wait for a number")),
    ]);
    lookup.close();
    metrics.close();
    watch.close();
    await db.$disconnect();
    log.info("closed");
    log.flush();
  });
  // The supervisor is gone: nobody would restart the database or this process.
  process.once("disconnect", () => void closing.close());

  // Without the database nothing of an account is answered either; each call that needs it tries again.
  await lookup.open();
  await limits.restore().catch((error: unknown) => log.warn({ err: error }, "limits are not restored yet"));
  await app.listen({ host: config.host, port: config.apiPort });
  await heartbeat.beat().catch(() => undefined);
}

main().catch((error: unknown) => {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  const sentence = taken
    ? `Port ${getConfig().apiPort} is taken by another program. Stop it, or set API_PORT to another port.`
    : error instanceof ConfigError
      ? error.message
      : `The API did not start: ${error instanceof Error ? error.message : error}`;
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
});
