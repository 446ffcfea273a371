import { createClient } from "@redis/client";

/** One connection to Redis or Valkey; replaced as a whole when it is lost. */
export type RedisClient = ReturnType<typeof createClient>;

export type RedisConnection = {
  /** The first attempt to connect, successful or not. */
  readonly tried: Promise<void>;
  /** Says that it did not do what it is there for: from now on it counts as lost, and is tried again a while later. */
  giveUp(error: unknown): void;
  close(): void;
};

const connectMsMax = 1_000;
const retryMs = 250;
/** Longer, since it may refuse some commands only, and those again at once. */
const retryGivenUpMs = 5_000;
// Between two looks whether it still answers, and after how many without an answer it is lost. More than one: a process that was
// held up itself sees its own clock before the answer that has long been there.
const watchEveryMs = 400;
const silentLooksMax = 3;
/** With a full memory, or as a replica, it answers and takes nothing. */
const probe = "return redis.call('SET', KEYS[1], '1', 'EX', 1)";

/**
 * Keeps a connection, and says when it is there and when it is lost. What is under way when it is lost is rejected, within two
 * seconds also when the other side says nothing more: nobody waits for a silent network.
 */
export function keepRedisConnection(
  url: string,
  told: { onReady(client: RedisClient): void; onLost(error: unknown): void },
): RedisConnection {
  let current: RedisClient | null = null;
  let isClosed = false;
  let isAsking = false;
  let silentLooks = 0;
  let retry: NodeJS.Timeout | undefined;
  let endFirstTry: () => void = () => undefined;
  const tried = new Promise<void>((resolve) => {
    endFirstTry = resolve;
  });

  const lose = (client: RedisClient, error: unknown, retryInMs = retryMs) => {
    if (current !== client) return;
    current = null;
    // Rejects the commands under way.
    if (client.isOpen) client.destroy();
    endFirstTry();
    if (isClosed) return;
    told.onLost(error);
    retry = setTimeout(() => void connect(), retryInMs).unref();
  };

  const connect = async (): Promise<void> => {
    const client: RedisClient = createClient({
      url,
      disableOfflineQueue: true,
      socket: { connectTimeout: connectMsMax, reconnectStrategy: false },
    });
    current = client;
    isAsking = false;
    silentLooks = 0;
    client.on("error", (error) => lose(client, error));
    try {
      await client.connect();
      await client.eval(probe, { keys: ["keydesk:probe"] });
      if (current !== client) return;
      told.onReady(client);
      endFirstTry();
    } catch (error) {
      lose(client, error);
    }
  };

  const watch = setInterval(() => {
    const client = current;
    if (client === null) return;
    if (isAsking || !client.isReady) {
      silentLooks += 1;
      if (silentLooks >= silentLooksMax) lose(client, new Error("Redis does not answer"));
      return;
    }
    isAsking = true;
    silentLooks = 0;
    client.ping().then(
      () => {
        if (current === client) isAsking = false;
      },
      (error: unknown) => lose(client, error),
    );
  }, watchEveryMs).unref();

  void connect();
  return {
    tried,
    giveUp(error) {
      if (current !== null) lose(current, error, retryGivenUpMs);
    },
    close() {
      isClosed = true;
      clearInterval(watch);
      clearTimeout(retry);
      if (current !== null) lose(current, null);
    },
  };
}
