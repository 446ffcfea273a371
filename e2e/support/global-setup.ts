import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FullConfig } from "@playwright/test";
import { readRuntime } from "@/scripts/start/runtime-file";
import { startProduct } from "@/scripts/test/start-product";

/**
 * Starts the built product as `npm start` does, on free ports and empty data, without an administrator: set-up.spec.ts makes
 * the first one. With KEYDESK_E2E_DATA_DIR the tests use the Keydesk that runs there.
 */
export default async function globalSetup(config: FullConfig): Promise<undefined | (() => Promise<void>)> {
  const given = process.env.KEYDESK_E2E_DATA_DIR;
  if (given) {
    const runtime = readRuntime(given);
    if (runtime === null) throw new Error(`No Keydesk runs with the data directory ${given}.`);
    pointAt(config, runtime.deskUrl);
    return undefined;
  }
  const home = mkdtempSync(path.join(tmpdir(), "keydesk-e2e-"));
  // As root the database runs as a user of its own, which must be able to pass through.
  chmodSync(home, 0o711);
  const product = await startProduct(path.join(home, "data"));
  process.env.KEYDESK_E2E_DATA_DIR = product.dataDirectory;
  process.env.KEYDESK_E2E_SET_UP_URL = product.setUpUrl() ?? "";
  pointAt(config, product.deskUrl);
  return async () => {
    await product.stop();
    rmSync(home, { recursive: true, force: true });
  };
}

// Workers read the configuration file again, and find the address in their environment.
function pointAt(config: FullConfig, deskUrl: string): void {
  process.env.KEYDESK_E2E_DESK_URL = deskUrl;
  for (const project of config.projects) project.use.baseURL = deskUrl;
}
