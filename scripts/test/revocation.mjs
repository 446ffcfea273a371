// npm run test:revocation -- --trials 10000
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { trials: { type: "string", default: "10000" } } });
const trials = Number(values.trials);
if (!Number.isInteger(trials) || trials < 1) {
  console.error("--trials must be a whole number of at least 1.");
  process.exit(2);
}

const vitest = path.join(
  path.dirname(createRequire(import.meta.url).resolve("vitest/package.json")),
  "vitest.mjs",
);
const run = spawn(process.execPath, [vitest, "run", "--project", "long", "api/verify/revocation"], {
  stdio: "inherit",
  env: { ...process.env, KEYDESK_TEST_REVOCATIONS: String(trials) },
});
run.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
