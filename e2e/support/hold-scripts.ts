import type { Page } from "@playwright/test";

/** Where the desk's scripts are. */
export const scripts = /\/_next\/static\/.*\.js/;

/** Holds the scripts that a page asks for from now on back, until what it gives is called. */
export async function holdScripts(page: Page): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(scripts, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
