import { Command, CommanderError } from "commander";
import { addAccountCommands } from "@/scripts/cli/account-commands";
import { addAuditCommands } from "@/scripts/cli/audit-commands";
import { addGatewayCommands } from "@/scripts/cli/gateway-commands";
import { CommandRunner } from "@/scripts/cli/run-command";
import { addSeedCommand } from "@/scripts/cli/seed-command";
import { addStatusCommand } from "@/scripts/cli/status";
import { addTokenCommands } from "@/scripts/cli/token-commands";
import { addUserCommands } from "@/scripts/cli/user-commands";

/** Runs one command. Returns the exit code: 0 done, 1 refused, 2 called wrongly; a command may have others of its own. */
export async function main(root: string, args: string[]): Promise<number> {
  const isJson = args.includes("--json");
  const runner = new CommandRunner(root, isJson);
  const program = new Command("keydesk")
    .description(
      "Automation and break-glass for the Keydesk on this machine, or the one that DATABASE_URL names.",
    )
    .usage("<command> [options]   (npm run --silent cli -- <command> [options])");
  addStatusCommand(program, runner);
  addTokenCommands(program, runner);
  addGatewayCommands(program, runner);
  addAccountCommands(program, runner);
  addUserCommands(program, runner);
  addAuditCommands(program, runner);
  addSeedCommand(program, runner);

  let complaint = "";
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({ writeErr: (text) => (complaint += text) });
    if (command.commands.length === 0) command.option("--json", "print one JSON object");
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return runner.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (isJson)
      runner.refuse({ code: "usage", message: complaint.trim(), mend: "See: npm run --silent cli -- help" });
    else process.stderr.write(complaint);
    return 2;
  }
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap((child) => everyCommand(child as Command))];
}
