import path from "node:path";
import type { Command } from "commander";
import { readWhole, UnreadableFile } from "@/domain/audit/verify/given-file";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { readPublicKeys } from "@/domain/audit/verify/public-keys";
import { exitCodes, type VerifyReport } from "@/domain/audit/verify/report";
import { verifyFiles } from "@/domain/audit/verify/verify-files";
import { describeFile, describeVerdict, verdictWords } from "@/domain/audit/verify/words";
import { done, type Result } from "@/domain/result";
import { addAuditKeyCommands } from "@/scripts/cli/audit-key-commands";
import { openGivenFile } from "@/scripts/cli/given-file";
import type { CommandRunner, Outcome } from "@/scripts/cli/run-command";

type VerifyOptions = { key: string[]; checkpoint?: string[] };

/** `audit verify`, which needs no database, no configuration and no network; and `audit key`. */
export function addAuditCommands(program: Command, runner: CommandRunner): void {
  const audit = program.command("audit").description("evidence that others can check");
  addAuditKeyCommands(audit, runner);
  const verify = audit
    .command("verify <files...>")
    .description(
      "check exports by their manifests and the log's public key (docs/verify-an-export.md); exits with 0 good, 1 bad, 2 called wrongly, 3 could not be checked",
    )
    .requiredOption<string[]>(
      "--key <pem>",
      "file with the log's public key, from a place that you trust; may be given several times",
      (name, before) => [...(before ?? []), name],
    )
    .option("--checkpoint <note...>", "checkpoints that reached you on another way");
  verify.action(runner.offline<VerifyOptions>((options, ...files) => run(verify, files.flat(), options)));
}

async function run(verify: Command, files: string[], options: VerifyOptions): Promise<Result<Outcome>> {
  const keys: Uint8Array[] = [];
  for (const name of options.key) {
    const read = await readKeys(name);
    if (typeof read === "string") verify.error(`--key ${name}: ${read}`);
    else keys.push(...read);
  }
  try {
    const report = await verifyFiles({
      files: [...new Set(files)].map(openGivenFile),
      checkpoints: (options.checkpoint ?? []).map(openGivenFile),
      keys,
      crypto: nodeVerifierCrypto,
      findBeside: async (file, name) => {
        const beside = openGivenFile(path.join(path.dirname(file.name), path.basename(name)));
        return beside.size === null ? null : beside;
      },
      onProgress: () => undefined,
    });
    const found = report.files.map((file) => ({ ...file, says: describeFile(file) }));
    return done({
      json: { verdict: report.verdict, says: describeVerdict(report), files: found },
      text: textOf(report),
      exitCode: exitCodes[report.verdict],
      exitCodeUntold: exitCodes[report.verdict === "bad" ? "bad" : "unchecked"],
    });
  } catch (error) {
    // Whatever happens, it is not good, and it is not the file's fault.
    const message = error instanceof Error ? error.message : String(error);
    return done({
      json: { verdict: "unchecked", files: [], failure: message },
      text: `Could not be checked: the verifier itself failed. ${message}`,
      exitCode: exitCodes.unchecked,
      exitCodeUntold: exitCodes.unchecked,
    });
  }
}

async function readKeys(name: string): Promise<Uint8Array[] | string> {
  try {
    const bytes = await readWhole(openGivenFile(name), 65_536);
    return bytes === null
      ? "It is too large for a key."
      : readPublicKeys(new TextDecoder().decode(bytes), nodeVerifierCrypto.sha256);
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message;
    throw error;
  }
}

function textOf(report: VerifyReport): string {
  const files = report.files.map((file) => {
    const lines = describeFile(file).map((line) => `  ${line}`);
    return `${[`${file.file}: ${verdictWords[file.verdict]}`, ...lines].join("\n")}\n`;
  });
  return printable([...files, describeVerdict(report)].join("\n"));
}

// Names of files and what they hold are strangers': no control of a terminal.
function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, "�");
}
