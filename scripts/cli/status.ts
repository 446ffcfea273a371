import type { Command } from "commander";
import { done } from "@/domain/result";
import type { CommandRunner } from "@/scripts/cli/run-command";
import { describeServer } from "@/scripts/start/check-server";

/** `status`: which deployment the commands work on, and whether it runs. */
export function addStatusCommand(program: Command, runner: CommandRunner): void {
  program
    .command("status")
    .description("say which deployment the commands work on, and whether it runs")
    .action(
      runner.online(async ({ context, isRunning }) => {
        const { deskUrl, apiUrl, dataDir, databaseUrl } = context.config;
        const database = describeServer(databaseUrl);
        const accounts = await context.db.account.count();
        const state = isRunning ? "runs" : "does not run on this machine";
        return done({
          json: { isRunning, deskUrl, apiUrl, dataDirectory: dataDir, database, accounts },
          text: `Keydesk ${state}. Data: ${dataDir}. Database: ${database}. Accounts: ${accounts}.`,
        });
      }),
    );
}
