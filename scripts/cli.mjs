import { importProgram, loadEnvironmentFile, prepare, root, runMain } from "./bootstrap/main.mjs";

const args = process.argv.slice(2);
// What keeps a verifier from beginning says nothing bad of a file: it could not be checked (docs/verify-an-export.md).
const failureCode = args[0] === "audit" && args[1] === "verify" ? 3 : 1;

await runMain(async () => {
  loadEnvironmentFile();
  await prepare({ development: false, quiet: true });
  const { main } = await importProgram("cli");
  process.exitCode = await main(root, args);
}, failureCode);
