import { afterAll, beforeAll, expect, test } from "vitest";
import { basic, oauthOf, postForm } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import { introspectionPath, revocationPath, tokenPath } from "@/domain/oauth/paths";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { openWorld } from "@/services/testing/open-world";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(() => world.close());

test("a client secret and a token are in no log line, no answer but their own, and no table, however they are sent", async () => {
  const client = await makeApiClient(world.acme);
  const issued = await oauthOf(api).token(
    { grant_type: "client_credentials" },
    basic(client.clientId, client.secret),
  );
  const token = String(issued.json?.access_token);
  const dead = await obtainToken(world, client);
  const answers: string[] = [];
  const hear = ({ headers, text }: { headers: Headers; text: string }) =>
    void answers.push(`${JSON.stringify([...headers])} ${text}`);
  const canaries = [client.secret, token];
  for (const path of [tokenPath, introspectionPath, revocationPath]) {
    for (const canary of canaries) {
      for (const query of ["", `?client_secret=${canary}`, `?token=${canary}`, `?${canary}`]) {
        const address = `${api.url}${path}${query}`;
        for (const headers of [
          {},
          basic(canary, canary),
          basic(client.clientId, canary),
          { authorization: `Bearer ${canary}` },
          { authorization: canary },
          { authorization: `Bearer ${api.gateway}` },
          { "x-keydesk-gateway": canary },
        ] as Record<string, string>[]) {
          // Never the one request that is answered with a new token.
          const form = { client_id: canary, token_type_hint: canary, scope: canary, [canary]: canary };
          hear(await postForm(address, form, headers));
          hear(await postForm(address, `%zz=${canary}`, headers));
          hear(
            await postForm(address, JSON.stringify({ token: canary }), {
              ...headers,
              "content-type": "application/json",
            }),
          );
        }
      }
      hear(
        await postForm(
          `${api.url}${path}`,
          { token: canary, [`x${canary}`]: "1" },
          { authorization: `Bearer ${api.gateway}` },
        ),
      );
    }
  }
  hear(await oauthOf(api).revoke({ token: dead.secret }));
  await api.close();

  expect(answers.length).toBeGreaterThan(400);
  expect(api.log.length).toBeGreaterThan(400);
  const kept = await world.dump();
  const trail = await world.run('SELECT string_agg(x::text, chr(10)) AS text FROM "AuditEvent" x');
  for (const text of [answers.join("\n"), api.log.join("\n"), kept, String(trail[0]!.text)]) {
    expect(text.length).toBeGreaterThan(500);
    // What stays when a part is masked or cut: the secret's own characters.
    for (const secret of [...canaries, dead.secret, api.gateway])
      expect(text).not.toContain(secret.slice(-36, -6));
  }
});
