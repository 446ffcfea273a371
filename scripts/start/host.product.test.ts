import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Product, startProduct } from "@/scripts/test/start-product";

// macOS has one loopback address only; there the same holds for an address of the network.
const host = process.platform === "linux" ? "127.0.0.2" : "127.0.0.1";
let dataDirectory = "";
let product: Product | undefined;

beforeAll(async () => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), "keydesk-host-"));
  chmodSync(dataDirectory, 0o711);
  product = await startProduct(dataDirectory, { HOST: host });
});

afterAll(async () => {
  await product?.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

test("with HOST set to one address the desk listens there, and passes on to the API there", async () => {
  const url = new URL(product?.deskUrl ?? "");
  if (host !== "127.0.0.1") expect(url.hostname).toBe(host);
  expect((await fetch(new URL("/sign-in", url))).status).toBe(200);
  const answer = await fetch(new URL("/v1/tokens/verify", url), { method: "POST", body: "{}" });
  expect(await answer.json()).toMatchObject({ code: "unsupported_media_type" });
  if (host !== "127.0.0.1") {
    url.hostname = "127.0.0.1";
    await expect(fetch(url)).rejects.toThrow();
  }
});
