import type { Command } from "commander";
import { done } from "@/domain/result";
import { createDatabase, type Database } from "@/prisma/client-factory";
import type { CommandRunner } from "@/scripts/cli/run-command";
import { toNumber } from "@/scripts/cli/to-number";
import { findAccount } from "@/services/accounts/find";
import type { Context } from "@/services/kernel/context";
import { seedTokens } from "@/services/seed/tokens/seed-tokens";

type SeedOptions = { tokens: string; account?: string; print?: string };

/** `seed`: made-up tokens, for trying out at size. */
export function addSeedCommand(program: Command, runner: CommandRunner): void {
  program
    .command("seed")
    .description("fill an account with made-up tokens; others cannot use tokens while many are made")
    .requiredOption("--tokens <number>", "how many")
    .option("--account <account>", "id, locator or name; may be left out while there is one")
    .option("--print <number>", "so many of them work, and are printed")
    .action(
      runner.online<SeedOptions>(async ({ context }, options) => {
        const account = await findAccount(context.db, options.account ?? null);
        if (!account.ok) return account;
        const input = { tokens: toNumber(options.tokens), working: toNumber(options.print) };
        const db = openSeedDatabase(context.config.databaseUrl);
        const seeded = await seedTokens({ ...context, db }, input, { accountId: account.value.id }).finally(
          () => db.$disconnect(),
        );
        if (!seeded.ok) return seeded;
        const { tokens, seconds, working } = seeded.value;
        const secrets = working.map((token) => `${token.secret}\n`).join("");
        return done({
          json: { account: account.value, tokens, seconds, working },
          text: `${secrets}Made ${tokens} tokens in ${account.value.name} in ${seconds} s.${await tellLimits(context, account.value.id, working.length)}`,
        });
      }),
    );
}

/** Where statements may take as long as a million rows and their indexes do on a machine that is busy. The caller disconnects it. */
export function openSeedDatabase(databaseUrl: string): Database {
  const hourMs = 3_600_000;
  return createDatabase(databaseUrl, 2, undefined, {
    waitMsMax: 5_000,
    transactionMsMax: hourMs,
    statementMsMax: hourMs,
  });
}

// Whoever tries out speed with a few tokens meets the account's limits first.
async function tellLimits({ db }: Context, id: string, working: number): Promise<string> {
  if (working === 0) return "";
  const select = { requestsPerMinute: true, licensedAssets: true } as const;
  const account = await db.account.findUniqueOrThrow({ where: { id }, select });
  return ` Calls are limited to ${account.requestsPerMinute} a minute and ${account.licensedAssets} a day; "account set" changes that.`;
}
