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
    const scope = process.argv.includes("--quick")
      ? "quick"
      : process.argv.includes("--portals")
        ? "portals"
        : "all";
    return await main({ root, scope });
  } catch (error) {
    reportFailure(error);
    console.log("\n0 passed, 1 failed, 0 skipped");
    return 1;
  }
}
