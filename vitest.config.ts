import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const tests = (...rooms: string[]) => rooms.map((room) => `${room}/**/*.test.{ts,tsx}`);
const exclude = [...configDefaults.exclude, "**/data/**", "**/.next/**"];

// Modules are loaded once for each worker, not for each file, which would take half of the time.
const together = { isolate: false } as const;
// Watches a library by a mock of it, which only modules that are loaded after it see.
const needsOwnModules = ["services/sessions/sign-in.test.ts"];

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // One more than the two cores that they are to run on: tests wait for a database, or for what is slow on purpose, half of their time.
    maxWorkers: 3,
    // As patient as the tests themselves: what does not come fails by what it waits for, not by a busy machine.
    expect: { poll: { timeout: 90_000 } },
    projects: [
      {
        // Rules and pictures: no database, no server. Part of `npm run check`.
        extends: true,
        test: {
          name: "unit",
          ...together,
          include: [...tests("domain", "components", "bench"), "scripts/architecture/*.test.ts"],
          exclude,
        },
      },
      {
        // Everything that asks a real PostgreSQL, started once for the run.
        extends: true,
        test: {
          name: "integration",
          ...together,
          include: tests("app", "api", "services", "prisma", "scripts"),
          exclude: [
            ...exclude,
            "**/*.{long,product}.test.ts",
            "scripts/architecture/*.test.ts",
            ...needsOwnModules,
          ],
          globalSetup: ["scripts/test/database-setup.ts", "scripts/test/program-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "isolated",
          include: needsOwnModules,
          exclude,
          globalSetup: "scripts/test/database-setup.ts",
        },
      },
      {
        // Starts, kills and stops the built product. One file at a time: they run beside the browser tests, which take longer.
        extends: true,
        test: {
          name: "product",
          include: ["**/*.product.test.ts"],
          exclude,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
      {
        // Several nodes under faults, and the checker of what their clients saw.
        extends: true,
        test: {
          name: "cluster",
          include: ["e2e/cluster/**/*.test.ts"],
          exclude,
          testTimeout: 900_000,
          maxWorkers: 2,
        },
      },
      {
        // Minutes each: `npm run test:long`.
        extends: true,
        test: {
          name: "long",
          include: ["**/*.long.test.ts"],
          exclude,
          globalSetup: ["scripts/test/database-setup.ts", "scripts/test/program-setup.ts"],
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
