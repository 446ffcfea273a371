import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

type Summary = {
  run: {
    executions: { item: { name: string }; response?: { code: number }; assertions?: { error?: unknown }[] }[];
  };
};

/** The part of newman that is used here; it brings no types. */
type Newman = {
  run(
    options: { collection: string; environment: string; timeout: number },
    done: (error: Error | null, summary: Summary) => void,
  ): void;
};

/** One request of a collection: its name, the status it got, and whether its own test passed. */
export type PostmanOutcome = readonly [name: string, status: number | undefined, passed: boolean];

/** Runs a collection with its environment as Postman's own runner does, from the files as downloaded. */
export async function runPostman(collection: string, environment: string): Promise<PostmanOutcome[]> {
  const home = mkdtempSync(path.join(tmpdir(), "keydesk-postman-"));
  try {
    const files = { collection: path.join(home, "c.json"), environment: path.join(home, "e.json") };
    writeFileSync(files.collection, collection);
    writeFileSync(files.environment, environment);
    // Loaded once, by those who run something: a process for each run would load it each time, which takes longer than the run.
    const newman: Newman = createRequire(import.meta.url)("newman");
    const { run } = await new Promise<Summary>((resolve, reject) =>
      newman.run({ ...files, timeout: 120_000 }, (error, summary) =>
        error ? reject(error) : resolve(summary),
      ),
    );
    return run.executions.map(({ item, response, assertions = [] }) => [
      item.name,
      response?.code,
      assertions.length > 0 && assertions.every(({ error }) => error === undefined),
    ]);
  } finally {
    rmSync(home, { recursive: true });
  }
}
