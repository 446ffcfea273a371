import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { insertActivity, insertSecrets, insertTokens } from "@/services/seed/tokens/insert-statements";
import { prepareGround } from "@/services/seed/tokens/seed-ground";
import { dropPageIndexes } from "@/services/seed/tokens/slow-indexes";
import { createToken } from "@/services/tokens/create";

const seedInput = z.object({
  tokens: z
    .number({ error: "Say how many tokens." })
    .int()
    .min(1, "At least one.")
    .max(10_000_000, "At most ten million."),
  /** So many of them work, and their secrets are in the answer. */
  working: z.number().int().min(0).max(1_000, "At most 1,000 can be printed.").default(0),
});

export type SeededTokens = {
  readonly tokens: number;
  readonly seconds: number;
  /** Tokens that work, made by the service itself. */
  readonly working: readonly { readonly id: string; readonly secret: string; readonly scheme: string }[];
};

/** From so many on, the indexes of pages are built once at the end; until then nobody else can use the token tables. */
const rebuildFrom = 50_000;
const rowsPerStatement = 100_000;
const timeoutMs = 60 * 60_000;

/**
 * Fills an account with made-up tokens, all or none, for trying Keydesk out at size. For the command line only.
 * Refuses: invalid_input, and for the working ones what createToken refuses.
 */
export async function seedTokens(
  context: Context,
  input: unknown,
  options: { accountId: string },
): Promise<Result<SeededTokens>> {
  const parsed = parseInput(seedInput, input);
  if (!parsed.ok) return parsed;
  const { working } = parsed.value;
  const tokens = Math.max(parsed.value.tokens - working, 0);
  const start = performance.now();
  const made = await act(
    context,
    "token.create",
    async (work) => {
      const { tx, accountId, now } = work;
      const ground = await prepareGround(work);
      await tx.$executeRawUnsafe("SET LOCAL statement_timeout = 0");
      await tx.$executeRawUnsafe("SET LOCAL maintenance_work_mem = '256MB'");
      const rebuild = tokens >= rebuildFrom ? await dropPageIndexes(tx) : null;
      for (let from = 1; from <= tokens; from += rowsPerStatement) {
        await tx.$executeRawUnsafe(
          insertTokens,
          accountId,
          now,
          ground.kinds,
          ground.templateUserIds,
          ground.peopleIds,
          ground.organizationIds,
          from,
          Math.min(from + rowsPerStatement - 1, tokens),
          tokens,
        );
      }
      await tx.$executeRawUnsafe(insertSecrets, accountId, context.keys.pepperId);
      await tx.$executeRawUnsafe(insertActivity, accountId, now);
      await rebuild?.();
      await work.audit({ action: "token.seed", details: { count: tokens } });
      return done(ground);
    },
    { ...options, timeoutMs },
  );
  if (!made.ok) return made;
  // Without fresh statistics the first pages would be planned for the small tables of before.
  for (const table of ["Token", "TokenSecret", "TokenActivity"])
    await context.db.$executeRawUnsafe(`ANALYZE "${table}"`);
  const actsAsUserId = made.value.templateUserIds[0]!;
  const printed: SeededTokens["working"][number][] = [];
  for (let i = 1; i <= working; i++) {
    const wanted = { type: "impersonation", name: `Working token ${i}`, actsAsUserId };
    const token = await createToken(context, wanted, options);
    if (!token.ok) return token;
    printed.push({ id: token.value.id, secret: token.value.secret, scheme: token.value.scheme });
  }
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  return done({ tokens: tokens + working, seconds, working: printed });
}
