import type { Command } from "commander";
import type { Refusal, Result } from "@/domain/result";
import { type OpenDeployment, openDeployment } from "@/scripts/cli/open-deployment";
import { say } from "@/scripts/cli/say";
import { isDatabaseAway } from "@/services/kernel/database-away";

/** What a command has to say: an object for programs (`--json`), lines for people; its exit code where 0 would say too much. */
export type Outcome = {
  json: Record<string, unknown>;
  text: string;
  exitCode?: number;
  /** Where nobody could be told; 1, if left out. */
  exitCodeUntold?: number;
};

/** What a command does, given the deployment, its options and its arguments in order. */
export type CommandWork<Options> = (
  deployment: OpenDeployment,
  options: Options,
  ...args: string[]
) => Promise<Result<Outcome>>;

/** As CommandWork, for commands that need no database. */
export type OfflineWork<Options> = (options: Options, ...args: string[]) => Promise<Result<Outcome>>;

/** Turns work into actions of Commander: opens and closes the deployment, prints one outcome, sets the exit code. */
export class CommandRunner {
  exitCode = 0;

  constructor(
    private readonly root: string,
    private readonly isJson: boolean,
  ) {}

  /** For commands that work on the deployment's database. */
  online<Options>(work: CommandWork<Options>) {
    return async (...given: unknown[]): Promise<void> => {
      const { args, options } = split<Options>(given);
      await this.report(async () => {
        const deployment = await openDeployment(this.root);
        try {
          return await work(deployment, options, ...args);
        } finally {
          await deployment.close();
        }
      });
    };
  }

  /** For commands that read files only. */
  offline<Options>(work: OfflineWork<Options>) {
    return async (...given: unknown[]): Promise<void> => {
      const { args, options } = split<Options>(given);
      await this.report(() => work(options, ...args));
    };
  }

  private async report(work: () => Promise<Result<Outcome>>): Promise<void> {
    try {
      const result = await work();
      if (!result.ok) return this.refuse(result.refusal);
      await this.tell(result.value);
    } catch (error) {
      if (isDatabaseAway(error)) return this.refuse(databaseGone);
      if (!(error instanceof Error) || !("mend" in error)) throw error;
      this.refuse({ code: "not_ready", message: error.message, mend: String(error.mend) });
    }
  }

  private async tell({ json, text, exitCode = 0, exitCodeUntold = 1 }: Outcome): Promise<void> {
    const untold = await say(`${this.isJson ? JSON.stringify(json) : text}\n`);
    this.exitCode = untold === null ? exitCode : exitCodeUntold;
    if (untold !== null)
      process.stderr.write(
        `The command was carried out, but what it says could not be written: ${untold.message}\n`,
      );
  }

  /** One JSON object here too: programs read standard output only. */
  refuse(refusal: Refusal | { code: string; message: string; mend: string }): void {
    this.exitCode = 1;
    if (this.isJson) {
      process.stdout.write(`${JSON.stringify({ error: refusal })}\n`);
      return;
    }
    const fields = "fields" in refusal ? Object.entries(refusal.fields ?? {}) : [];
    // A message that is about one field says it already.
    const faults = fields
      .map(([name, fault]) => `${name}: ${fault}`)
      .filter((fault) => fault !== refusal.message);
    const lines = [refusal.message, ...faults.map((fault) => `  ${fault}`)];
    if ("mend" in refusal) lines.push(`→ ${refusal.mend}`);
    process.stderr.write(`${lines.join("\n")}\n`);
  }
}

/** It stopped while the command ran. An open transaction is undone; one that was just ending may have been done. */
const databaseGone = {
  code: "database_unavailable",
  message: "The database went away while the command ran; whether it was carried out is not known.",
  mend: "Start Keydesk or the database again, and look in the audit trail before you repeat it.",
};

/** Commander calls actions with the arguments, the options and the command. */
function split<Options>(given: unknown[]): { args: string[]; options: Options } {
  const command = given.at(-1) as Command;
  return { args: given.slice(0, -2) as string[], options: command.opts() as Options };
}
