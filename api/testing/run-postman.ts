import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const newman = fileURLToPath(new URL("../../node_modules/newman/bin/newman.js", import.meta.url));

type Report = {
  run: {
    executions: { item: { name: string }; response?: { code: number }; assertions?: { error?: unknown }[] }[];
  };
};

/** One request of a collection: its name, the status it got, and whether its own test passed. */
export type PostmanOutcome = readonly [name: string, status: number | undefined, passed: boolean];

/** Runs a collection with its environment as Postman's own runner does, from the files as downloaded. */
export async function runPostman(collection: string, environment: string): Promise<PostmanOutcome[]> {
  const home = mkdtempSync(path.join(tmpdir(), "keydesk-postman-"));
  try {
    const [files, report] = [
      ["c.json", "e.json"].map((name) => path.join(home, name)),
      `${home}/report.json`,
    ];
    writeFileSync(files[0]!, collection);
    writeFileSync(files[1]!, environment);
    const args = [newman, "run", files[0]!, "-e", files[1]!, "-r", "json", "--reporter-json-export", report];
    // It ends with 1 when a test of the collection failed; the report says which.
    await new Promise<void>((resolve) =>
      execFile(process.execPath, args, { timeout: 120_000 }, () => resolve()),
    );
    const { run } = JSON.parse(readFileSync(report, "utf8")) as Report;
    return run.executions.map(({ item, response, assertions = [] }) => [
      item.name,
      response?.code,
      assertions.length > 0 && assertions.every(({ error }) => error === undefined),
    ]);
  } finally {
    rmSync(home, { recursive: true });
  }
}
