// Only syntax and modules that old versions of Node know may stand here, so that the sentence below reaches them.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Keydesk needs Node.js 20.19 or newer, and this is ${process.versions.node}.\n`);
  process.stderr.write("→ Install a newer Node.js (https://nodejs.org), and start again.\n");
  process.exit(1);
}

const { importProgram, letProgramEndItself, loadEnvironmentFile, prepare, readPart, root, runMain } =
  await import("./bootstrap/main.mjs");

await runMain(async () => {
  const mode = process.argv.includes("--dev") ? "dev" : process.argv.includes("--demo") ? "demo" : "start";
  const only = readPart(process.argv.slice(2), mode);
  loadEnvironmentFile();
  const progress = await prepare({ development: mode === "dev" });
  const supervisor = await importProgram("supervisor");
  letProgramEndItself();
  await supervisor.main({ mode, only, root, progress });
});
