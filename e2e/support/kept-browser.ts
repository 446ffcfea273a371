import { type Browser, type BrowserContext, test as base, type Page } from "@playwright/test";

type Options = {
  /** A context that nothing else had before, for tests of another device or another clock. It compiles every script anew. */
  ownContext: boolean;
};

type WorkerFixtures = {
  /** The profile that the browser of a worker keeps on disk until the worker ends. */
  kept: BrowserContext;
};

const storages = "local_storage,indexeddb,service_workers,cache_storage";

/**
 * Playwright's `test` with one browser profile per worker instead of one per test. A profile on disk is the only one for which
 * Chromium keeps what it compiled of a script, which is a third of what a page costs a renderer. What a test left in it is taken
 * away after it: pages, cookies, storages, permissions, routes, listeners and the lost connection.
 */
export const keptBrowserTest = base.extend<Options, WorkerFixtures>({
  ownContext: [false, { option: true }],
  kept: [
    async ({ playwright, launchOptions }, use, worker) => {
      const { viewport, locale, timezoneId, baseURL, actionTimeout } = worker.project.use;
      const kept = await playwright.chromium.launchPersistentContext("", {
        ...launchOptions,
        handleSIGINT: false,
        viewport,
        locale,
        timezoneId,
        baseURL,
      });
      kept.setDefaultTimeout(actionTimeout ?? 0);
      await use(kept);
      // Closing the context alone waits for ever, after its browser has ended.
      await kept.browser()?.close();
    },
    { scope: "worker", timeout: 0 },
  ],
  browser: [async ({ kept }, use) => use(kept.browser() as Browser), { scope: "worker" }],
  context: async ({ kept, browser, ownContext, baseURL, hasTouch, isMobile, javaScriptEnabled }, use) => {
    if (ownContext) {
      const own = await browser.newContext();
      await use(own);
      return own.close();
    }
    if (hasTouch || isMobile || javaScriptEnabled === false)
      throw new Error("The kept profile is a desktop's: test.use({ ownContext: true }) for another device.");
    await use(kept);
    await clean(kept, baseURL as string);
  },
});

/** Leaves nothing of a test but what the browser compiled. */
async function clean(context: BrowserContext, desk: string): Promise<void> {
  context.removeAllListeners();
  await context.unrouteAll({ behavior: "ignoreErrors" });
  // The first is the one that the browser began with, which no test has: without a page it would end.
  const [empty, ...left] = context.pages() as [Page, ...Page[]];
  const seen = left.flatMap((page) => page.frames()).map((frame) => frame.url());
  const origins = new Set([desk, ...seen].map(originOf));
  await Promise.all(left.map((page) => page.close()));
  await Promise.all([context.clearCookies(), context.clearPermissions(), context.setOffline(false)]);
  const devTools = await context.newCDPSession(empty);
  for (const origin of origins)
    if (origin !== null)
      await devTools.send("Storage.clearDataForOrigin", { origin, storageTypes: storages });
  await devTools.detach();
}

const originOf = (url: string) => (URL.canParse(url) && url.startsWith("http") ? new URL(url).origin : null);
