import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { openGateway } from "@/api/testing/open-gateway";
import { freePort } from "@/services/testing/free-port";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
let front: Awaited<ReturnType<typeof openTlsFront>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  front = await openTlsFront(api.url);
});
afterAll(async () => {
  await front.close();
  await api.close();
  await world.close();
});

/** TLS in front of the API, with a certificate of an authority that this machine does not know. */
async function openTlsFront(target: string) {
  const home = mkdtempSync(path.join(tmpdir(), "keydesk-tls-"));
  const port = await freePort();
  writeFileSync(
    path.join(home, "Caddyfile"),
    `{\n admin off\n auto_https disable_redirects\n skip_install_trust\n}\nhttps://localhost:${port} {\n tls internal\n reverse_proxy ${new URL(target).host}\n}\n`,
  );
  const child = spawn("caddy", ["run", "--config", "Caddyfile", "--adapter", "caddyfile"], {
    cwd: home,
    stdio: "ignore",
    env: { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home },
  });
  const authority = path.join(home, "caddy/pki/authorities/local/root.crt");
  const certificate = path.join(home, "caddy/certificates/local/localhost/localhost.crt");
  while (!existsSync(certificate)) {
    if (child.exitCode !== null) throw new Error("the TLS front did not start");
    await sleep(50);
  }
  return {
    url: `https://localhost:${port}`,
    authority,
    async close() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

test.each(["nginx", "caddy"] as const)(
  "%s asks over TLS an authority that it was told to trust, and nobody else",
  async (kind) => {
    const { secret } = await makeToken(world.acme);
    const init = { headers: { authorization: `Impersonation ${secret}` } };
    for (const [env, status] of [
      [{ KEYDESK_CA: front.authority }, 200],
      [{}, 503],
    ] as const) {
      const gateway = await openGateway(world, api, kind, { env, keydeskUrl: front.url });
      try {
        const { response, seen } = await gateway.ask("/", init);
        expect([response.status, seen !== null], gateway.output()).toEqual([status, status === 200]);
      } finally {
        await gateway.close();
      }
    }
  },
);
