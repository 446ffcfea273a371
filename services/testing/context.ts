import type { Database } from "@/prisma/client-factory";
import { type Config, parseConfig } from "@/services/config";
import type { Claim, Context } from "@/services/kernel/context";
import { createKeyring, type Keyring } from "@/services/keys/keyring";

/** A clock that tests set by hand. */
export type TestClock = { now: Date; advance(seconds: number): void };

/** A clock that stands still, from a moment in the middle of an hour. */
export function createTestClock(start = new Date("2026-06-15T10:30:00.000Z")): TestClock {
  return {
    now: start,
    advance(seconds) {
      this.now = new Date(this.now.getTime() + seconds * 1000);
    },
  };
}

/** The configuration of tests: every default, and no environment. */
export const testConfig: Config = parseConfig({
  NODE_ENV: "test",
  DATABASE_URL: "postgresql://nowhere.invalid/test",
  LOG_LEVEL: "silent",
});

/** A keyring of a fixed master key: the same digests in every test. */
export const testKeys: Keyring = createKeyring(Buffer.alloc(32, 7));

const urls = new WeakMap<Database, string>();

/** Makes contexts of this database carry its address, for verbs that open a connection of their own. */
export function rememberDatabaseUrl(db: Database, url: string): void {
  urls.set(db, url);
}

/** A context as a page or program would build it, for a claim. */
export function createTestContext(db: Database, clock: TestClock, claim: Claim): Context {
  return {
    db,
    keys: testKeys,
    config: { ...testConfig, databaseUrl: urls.get(db) ?? testConfig.databaseUrl },
    claim,
    origin: { ip: "192.0.2.10", userAgent: "test browser", requestId: "test-request" },
    now: () => clock.now,
  };
}
