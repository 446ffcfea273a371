import { defineConfig } from "@playwright/test";
import { findBrowser } from "@/scripts/test/find-browser";

// A Keydesk that runs already was set up long ago.
const setsUp = !process.env.KEYDESK_E2E_DATA_DIR || process.env.KEYDESK_E2E_SET_UP_URL !== undefined;

// Null where there is none but Playwright's own to come.
const executablePath = findBrowser();

export default defineConfig({
  testDir: "e2e",
  // What ends with .test.ts is vitest's (e2e/cluster).
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/support/global-setup.ts",
  outputDir: "test-results/e2e",
  fullyParallel: true,
  forbidOnly: true,
  // Told apart in the closing lines; of some tests a second try counts for nothing (docs/decisions/0025-a-second-try.md).
  retries: process.env.KEYDESK_E2E_REPORT ? 1 : 0,
  // One more than the two cores that they are to run on: while one waits for an answer, two others work.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: process.env.KEYDESK_E2E_REPORT
    ? [["line"], ["json", { outputFile: process.env.KEYDESK_E2E_REPORT }]]
    : [["list"]],
  projects: [
    ...(setsUp ? [{ name: "set-up", testMatch: "set-up.spec.ts" }] : []),
    // After the first administrator: the others make people of their own, and then no set-up link works.
    { name: "desk", testIgnore: "set-up.spec.ts", dependencies: setsUp ? ["set-up"] : [] },
  ],
  use: {
    baseURL: process.env.KEYDESK_E2E_DESK_URL,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    actionTimeout: 30_000,
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Root has no sandbox in Chromium; and a test browser has nothing to ask the internet.
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        // A page of a test ends before its scripts repay what an optimizing compiler puts into them.
        "--js-flags=--no-opt --no-maglev",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
      ],
    },
  },
});
