import { hash, verify } from "@node-rs/argon2";

// OWASP's second choice for argon2id: 19 MiB, two passes, one lane. A sign-in costs about 20 ms of one core.
// The package exports this as a const enum, which separately compiled modules cannot read.
const argon2id = 2;
const parameters = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The argon2id hash of a password, verbatim (ASVS 6.2.8, 11.4.2), in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

let decoy: Promise<string> | undefined;

/**
 * True when `password` is the one of `passwordHash`. Without a hash (no such user) it verifies a decoy and answers false, so
 * that time does not tell who exists (ASVS 6.3.8).
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("no user has this password");
  const right = await verify(passwordHash ?? (await decoy), password);
  return right && passwordHash !== null;
}
