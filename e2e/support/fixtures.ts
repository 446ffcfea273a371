import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import type axe from "axe-core";
import { keptBrowserTest } from "@/e2e/support/kept-browser";
import { openProduct, type Product } from "@/e2e/support/product";
import { signInAs } from "@/e2e/support/sign-in";
import { createWorld, type Person, type World } from "@/e2e/support/world";
import { createGateway } from "@/services/gateways/create";

type Fixtures = {
  /** The running Keydesk with its database. */
  product: Product;
  /** An account that no other test touches. */
  world: World;
  /** Signs a person of `world` in, in this test's browser or in another. */
  as: (person: Person, options?: { browser?: BrowserContext; secondsAgo?: number }) => Promise<void>;
  /** Asks the API about a token, as a gateway of the deployment does. */
  verify: (
    token: string,
    more?: Record<string, unknown>,
  ) => Promise<{ verdict: string; [key: string]: unknown }>;
  /** Fails the test when the page does anything that a console or axe would complain about. */
  problems: string[];
};

type WorkerFixtures = { gatewaySecret: string };

/** For tests that need no page, or watch one themselves: none is opened for them, and they run in the same workers as the others. */
export const httpTest = keptBrowserTest.extend<object, WorkerFixtures>({
  gatewaySecret: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use, worker) => {
      const { context } = openProduct();
      const { accountId } = await createWorld();
      const made = await createGateway(
        context,
        { name: `e2e ${worker.workerIndex}`, forDeployment: true },
        { accountId },
      );
      if (!made.ok) throw new Error(made.refusal.message);
      await use(made.value.secret);
    },
    { scope: "worker" },
  ],
});

export const test = httpTest.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  product: async ({}, use) => use(openProduct()),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  world: async ({}, use) => use(await createWorld()),
  as: async ({ context, world }, use) =>
    use(async (person, options = {}) => {
      await signInAs(options.browser ?? context, person, world.accountId, options.secondsAgo ?? 0);
    }),
  verify: async ({ product, gatewaySecret }, use) =>
    use(async (token, more = {}) => {
      const response = await fetch(`${product.apiUrl}/v1/tokens/verify`, {
        method: "POST",
        headers: { authorization: `Bearer ${gatewaySecret}`, "content-type": "application/json" },
        body: JSON.stringify({ token, ...more }),
      });
      if (response.status !== 200)
        throw new Error(`verify answered ${response.status}: ${await response.text()}`);
      return response.json();
    }),
  problems: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error")
          problems.push(`console: ${message.text()} (${message.location().url})`);
      });
      await use(problems);
      expect(problems, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

type WithAxe = typeof window & { axe: typeof axe };

// The same rules without comments and long names: less than half to send to each page, and to read there.
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on the page as it stands, in readable lines; empty when nothing. `rules`: these alone. */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  // What still fades in has the contrast of no colour that anyone chose.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((one) => one.finished.catch(() => undefined)),
    ).then(() => undefined),
  );
  // Once for each page, in the page itself: it is half a megabyte to send, to read and to run.
  for (const frame of page.frames())
    if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(axeSource);
  const { violations } = await page.evaluate((options) => (window as WithAxe).axe.run(document, options), {
    resultTypes: ["violations" as const],
    ...(rules === undefined ? {} : { runOnly: rules }),
  });
  return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${v.help} – ${node.target.join(" ")}`));
}

/** The same in both themes. What differs between them is colour alone, so that the dark one is asked for its contrasts only. */
export async function axeFindingsInThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const light = await axeFindings(page);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const dark = await axeFindings(page, ["color-contrast"]);
  return [...light, ...dark.map((line) => `dark: ${line}`)];
}
