import type { Command } from "commander";
import { done } from "@/domain/result";
import { addPolicyCommand } from "@/scripts/cli/policy-command";
import type { CommandRunner } from "@/scripts/cli/run-command";
import { toNumber } from "@/scripts/cli/to-number";
import { findAccount } from "@/services/accounts/find";
import { setAccount } from "@/services/accounts/set";

type SetOptions = {
  plan?: string;
  licensedAssets?: string;
  requestsPerMinute?: string;
  requestsPerIp?: string;
};

/** `account set` and `account policy`. */
export function addAccountCommands(program: Command, runner: CommandRunner): void {
  const account = program.command("account").description("change what an account may");
  addPolicyCommand(account, runner);
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
