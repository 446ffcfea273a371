import type { ParsedToken } from "@/domain/tokens/token-string";
import { typeRule } from "@/domain/tokens/types";
import type { Transaction } from "@/prisma/client-factory";
import type { Context } from "@/services/kernel/context";
import type { SealedSecret } from "@/services/keys/envelope";
import type { SecretRow } from "@/services/tokens/mint-secret";

export type CiphertextRow = SealedSecret & { readonly secretId: string; readonly accountId: string };

type Minted = { readonly parsed: ParsedToken; readonly row: Pick<SecretRow, "id"> };
type Owner = { readonly accountId: string; readonly tokenId: string };

/** The encrypted row of a new secret, or null: secrets of types that are shown once are kept in no form. */
export function sealRevealable(
  { keys }: Pick<Context, "keys">,
  { accountId, tokenId }: Owner,
  { parsed, row }: Minted,
): CiphertextRow | null {
  if (!typeRule(parsed.type).revealable) return null;
  const sealed = keys.envelope.seal(parsed.text, { accountId, tokenId, secretId: row.id });
  return { secretId: row.id, accountId, ...sealed };
}

/** Keeps a new secret encrypted if its type is revealable (design §2); call it after the secret's row was inserted. */
export async function keepRevealable(
  context: Pick<Context, "keys">,
  tx: Transaction,
  owner: Owner,
  minted: Minted,
): Promise<void> {
  const data = sealRevealable(context, owner, minted);
  if (data !== null) await tx.tokenSecretCiphertext.create({ data });
}
