import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { type TokenStatus, tokenStatus } from "@/domain/tokens/status";
import { type ParsedToken, parseTokenString } from "@/domain/tokens/token-string";
import { listedTokenTypeNames } from "@/domain/tokens/types";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const findInput = z.object({ text: z.string({ error: "Paste a token." }).max(1000, "That is no token.") });

export type FoundToken = {
  readonly id: string;
  readonly name: string;
  readonly status: TokenStatus;
  /** False when it is an old secret of the token. */
  readonly current: boolean;
};

/**
 * The account's token to which a pasted secret belongs, or null: also for deleted tokens and destroyed secrets, so that a
 * leak can be placed. The text is hashed, never searched for, stored or logged. Refuses: invalid_input, forbidden.
 */
export async function findTokenBySecret(
  context: Context,
  input: unknown,
): Promise<Result<FoundToken | null>> {
  const parsed = parseInput(findInput, input);
  if (!parsed.ok) return parsed;
  return read(context, "token.view", async ({ accountId, now }) => {
    const secret = parseTokenString(parsed.value.text.trim());
    const row = secret === null ? null : await findSecret(context, accountId, secret);
    if (row === null) return done(null);
    return done({
      id: row.token.id,
      name: row.token.name,
      status: tokenStatus(row.token, now),
      current: row.retiresAt === null && row.destroyedAt === null,
    });
  });
}

/** The id of the account's token to which a secret belongs, or null. */
export async function findTokenIdBySecret(
  context: Pick<Context, "db" | "keys">,
  accountId: string,
  secret: ParsedToken,
): Promise<string | null> {
  return (await findSecret(context, accountId, secret))?.token.id ?? null;
}

function findSecret(context: Pick<Context, "db" | "keys">, accountId: string, secret: ParsedToken) {
  return context.db.tokenSecret.findFirst({
    where: {
      digest: new Uint8Array(context.keys.digest(secret.text)),
      token: { accountId, type: { in: [...listedTokenTypeNames] } },
    },
    include: { token: true },
  });
}
