import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { openWorld } from "@/services/testing/open-world";
import { sendLines, sendRaw } from "@/services/testing/raw-request";
import { makeToken } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(() => world.close());

test("a token is in no log line, no answer and no table, however it is sent, well or badly", async () => {
  const { secret: canary } = await makeToken(world.acme);
  // What stays when a part is masked or cut: the secret's own characters.
  const needle = canary.slice(-36, -6);
  const answers: string[] = [];
  const hear = async (response: Response) =>
    void answers.push(`${JSON.stringify([...response.headers])} ${await response.text()}`);
  const gateway = `Bearer ${api.gateway}`;
  const json = { "content-type": "application/json" };
  const paths = [
    "/api/v1.0/whoami",
    "/v1/forward-auth",
    "/v1/tokens/verify",
    `/v1/${canary}`,
    `/%zz${canary}`,
    "/healthz",
  ];
  for (const path of paths) {
    for (const query of ["", `?token=${canary}`, `?access_token=${canary}`, `?permission=${canary}`]) {
      for (const authorization of [
        `Impersonation ${canary}`,
        `Bearer ${canary}`,
        canary,
        `Basic ${canary}`,
        `Bearer ${canary}x`,
      ]) {
        await hear(
          await fetch(`${api.url}${path}${query}`, {
            headers: { authorization, "x-keydesk-gateway": api.gateway },
          }),
        );
      }
    }
  }
  for (const body of [
    JSON.stringify({ token: canary }),
    JSON.stringify({ token: canary, permission: canary }),
    JSON.stringify({ token: canary, organization: canary, ip: canary }),
    JSON.stringify({ token: { token: canary } }),
    `{"token":"${canary}","token":"${canary}"}`,
    `{"token":"${canary}"`,
    canary,
  ]) {
    for (const authorization of [gateway, `Bearer ${canary}`]) {
      const init = { method: "POST", headers: { ...json, authorization }, body };
      await hear(await fetch(`${api.url}/v1/tokens/verify`, init));
    }
  }
  answers.push(await sendRaw(api.url, `${canary}\r\n\r\n`));
  answers.push(await sendLines(api.url, "GET", `/x y/${canary}`, []));
  answers.push(
    await sendLines(api.url, "GET", "/v1/forward-auth", [
      `X-Keydesk-Gateway: ${canary}`,
      `X-Forwarded-Uri: /?access_token=${canary}`,
    ]),
  );
  await api.close();

  expect(answers.length).toBeGreaterThan(130);
  expect(api.log.length).toBeGreaterThan(130);
  const kept = await world.dump();
  const trail = await world.run('SELECT string_agg(x::text, chr(10)) AS text FROM "AuditEvent" x');
  for (const text of [answers.join("\n"), api.log.join("\n"), kept, String(trail[0]!.text)]) {
    expect(text.length).toBeGreaterThan(500);
    expect(text).not.toContain(needle);
    expect(text).not.toContain(api.gateway.slice(-36, -6));
  }
});
