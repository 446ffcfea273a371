import { randomBase62 } from "@/domain/tokens/alphabet";
import type { Keyring } from "@/services/keys/keyring";

/**
 * The one password of all demo users: 16 base62 characters (95 bits) derived from this deployment's key. Each start can print
 * it again without anybody having stored it, and no two deployments share it.
 */
export function demoPassword(keys: Pick<Keyring, "digest">): string {
  let block = 0;
  return randomBase62(16, () => keys.digest(`demo-password/${block++}`));
}
