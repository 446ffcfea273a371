import type { Command } from "commander";
import { done } from "@/domain/result";
import { addPolicyCommand } from "@/scripts/cli/policy-command";
import type { CommandRunner } from "@/scripts/cli/run-command";
import { toNumber } from "@/scripts/cli/to-number";
import { createAccount } from "@/services/accounts/create";
import { findAccount } from "@/services/accounts/find";
import { setAccount } from "@/services/accounts/set";

type CreateOptions = { name: string; administrator: string; plan?: string; licensedAssets?: string };

type SetOptions = {
  plan?: string;
  licensedAssets?: string;
  requestsPerMinute?: string;
  requestsPerIp?: string;
};

/** `account create`, `account set` and `account policy`. */
export function addAccountCommands(program: Command, runner: CommandRunner): void {
  const account = program.command("account").description("make accounts, and change what they may");
  addPolicyCommand(account, runner);
  account
    .command("create")
    .description("make an account with a link for its first administrator, which is printed once")
    .requiredOption("--name <name>", "whose it is")
    .requiredOption(
      "--administrator <email>",
      "who is invited to administer it; also somebody of other accounts",
    )
    .option("--plan <plan>", "community, professional or platform")
    .option("--licensed-assets <number>", "requests a day")
    .action(
      runner.online<CreateOptions>(async ({ context }, options) => {
        const { name, administrator, plan } = options;
        const input = { name, administrator, plan, licensedAssets: toNumber(options.licensedAssets) };
        const created = await createAccount(context, input);
        if (!created.ok) return created;
        const { invitation, ...made } = created.value;
        if (invitation === null) throw new Error("an account without its administrator's link");
        const link = `${context.config.deskUrl}${invitation.path}`;
        const { expiresAt } = invitation;
        return done({
          json: { ...made, administrator, link, linkExpiresAt: expiresAt },
          text: `${link}\n\nMade the account “${made.name}” (${made.id}, ${made.locator}) with the ${made.plan} plan. With the link ${administrator} joins it as administrator, once, until ${expiresAt.toISOString()}. The link is not shown again.`,
        });
      }),
    );
  account
    .command("set [account]")
    .description(
      "change plan and limits; the account (id, locator or name) may be left out while there is one",
    )
    .option("--plan <plan>", "community, professional or platform")
    .option("--licensed-assets <number>", "requests a day")
    .option("--requests-per-minute <number>", "over all users and tokens")
    .option("--requests-per-ip <number>", "per source address and 5 minutes")
    .action(
      runner.online<SetOptions>(async ({ context }, options, reference) => {
        const account = await findAccount(context.db, reference ?? null);
        if (!account.ok) return account;
        const input = {
          plan: options.plan,
          licensedAssets: toNumber(options.licensedAssets),
          requestsPerMinute: toNumber(options.requestsPerMinute),
          requestsPerIp: toNumber(options.requestsPerIp),
        };
        const set = await setAccount(context, input, { accountId: account.value.id });
        if (!set.ok) return set;
        const { plan, licensedAssets, requestsPerMinute, requestsPerIp } = set.value;
        return done({
          json: { ...set.value, name: account.value.name },
          text: `${account.value.name}: plan ${plan}, ${licensedAssets} licensed assets, ${requestsPerMinute} requests a minute, ${requestsPerIp} per address and 5 minutes.`,
        });
      }),
    );
}
