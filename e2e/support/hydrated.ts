import { expect, type Locator } from "@playwright/test";

/** Waits until the page's scripts have taken a control over: what is pressed before goes to the browser alone. */
export async function untilHydrated(control: Locator): Promise<void> {
  const isTaken = () =>
    control.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__react")));
  await expect.poll(isTaken).toBe(true);
}
