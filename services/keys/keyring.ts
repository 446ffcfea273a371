import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Config } from "@/services/config";
import { createEnvelope, type Envelope } from "@/services/keys/envelope";
import { createTextDigest } from "@/services/keys/text-digest";

/** Subkeys of the master key, derived by HKDF-SHA-256 (design §2). The master key itself is used for nothing else. */
export type Keyring = {
  /** The pepper that new digests use. */
  readonly pepperId: number;
  /** HMAC-SHA-256 under the pepper: 32 bytes. */
  digest(text: string): Buffer;
  /** The same of an ASCII string, as text with a character per byte: what verification computes for each request. */
  digestText(ascii: string): string;
  /** Encrypts the secrets that are shown again. */
  readonly envelope: Envelope;
  /** Secret of next-auth's cookies. */
  readonly sessionSecret: string;
};

/** Derives the subkeys of a 32-byte master key. */
export function createKeyring(masterKey: Uint8Array): Keyring {
  const subkey = (info: string) => Buffer.from(hkdfSync("sha256", masterKey, "", `keydesk/${info}`, 32));
  const pepper = subkey("pepper/1");
  return {
    pepperId: 1,
    digest: (text) => createHmac("sha256", pepper).update(text).digest(),
    digestText: createTextDigest(pepper),
    envelope: createEnvelope(new Map([[1, subkey("key-encryption/1")]]), 1),
    sessionSecret: subkey("session/1").toString("base64"),
  };
}

/**
 * The master key of this deployment: from the environment, or from `<data dir>/master.key` (0600), which is made at the
 * first start. Throws when the file is there but damaged: a new key would silently refuse every token.
 */
export function loadMasterKey(config: Pick<Config, "masterKey" | "dataDir">): Uint8Array {
  if (config.masterKey !== null) return Buffer.from(config.masterKey, "base64");
  const path = join(config.dataDir, "master.key");
  const found = readKey(path) ?? makeKey(path, config.dataDir);
  if (found.length !== 32)
    throw new Error(`${path} is damaged: it must hold 32 bytes in base64. Restore it from a backup.`);
  return found;
}

function readKey(path: string): Buffer | null {
  try {
    return Buffer.from(readFileSync(path, "utf8").trim(), "base64");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

// Written aside, synced and linked: two processes that start together end with the same key, a crash leaves none by half.
function makeKey(path: string, dataDir: string): Buffer {
  mkdirSync(dataDir, { recursive: true });
  const aside = `${path}.${randomBytes(6).toString("hex")}`;
  const file = openSync(aside, "wx", 0o600);
  writeSync(file, `${randomBytes(32).toString("base64")}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(aside);
  }
  return readKey(path)!;
}
