import { prepareDependencies, reportFailure, root, runMain } from "./bootstrap/main.mjs";
import { generatePrismaClient } from "./bootstrap/prisma-client.mjs";
import { createProgress } from "./bootstrap/progress.mjs";

await runMain(async () => {
  process.exitCode = await runTests();
});

async function runTests() {
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  try {
    const progress = createProgress(process.stdout);
    await prepareDependencies(true, progress);
    await generatePrismaClient(root, progress);
    const { register } = await import("tsx/esm/api");
    register();
    const { main } = await import("./test/run.ts");
    return await main({ root, quick: process.argv.includes("--quick") });
  } catch (error) {
    reportFailure(error);
    console.log("\n0 passed, 1 failed, 0 skipped");
    return 1;
  }
}
