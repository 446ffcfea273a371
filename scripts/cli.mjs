import { importProgram, loadEnvironmentFile, prepare, root, runMain } from "./bootstrap/main.mjs";

await runMain(async () => {
  loadEnvironmentFile();
  await prepare({ development: false, quiet: true });
  const { main } = await importProgram("cli");
  process.exitCode = await main(root, process.argv.slice(2));
});
