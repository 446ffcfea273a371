import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { basic, oauthOf, toAnswer } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import { introspectionPath } from "@/domain/oauth/paths";
import { createGateway } from "@/services/gateways/create";
import { deleteGateway } from "@/services/gateways/delete";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const introspect = (token: string, as = api.gateway) =>
  oauthOf(api).introspect({ token }, { authorization: `Bearer ${as}` });

describe("who may ask", () => {
  test("gateways only: 401 with a challenge as RFC 6750 has it", async () => {
    const { secret } = await makeToken(world.acme);
    const token = { token: secret };
    const none = await oauthOf(api).introspect(token, {});
    expect(none).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    expect(none.headers.get("www-authenticate")).toBe('Bearer realm="Keydesk gateways"');
    const client = await makeApiClient(world.acme);
    const personal = await makeToken(world.acme, { type: "personal" });
    const refused: Record<string, string>[] = [
      { authorization: "Bearer nonsense" },
      { authorization: `Bearer ${secret}` },
      { authorization: `Bearer ${personal.secret}` },
      { "x-keydesk-gateway": "nonsense" },
    ];
    for (const headers of refused) {
      const sent = await oauthOf(api).introspect(token, headers);
      expect(sent).toMatchObject({ status: 401, json: { error: "invalid_token" } });
      expect(sent.headers.get("www-authenticate")).toMatch(
        /^Bearer realm="Keydesk gateways", error="invalid_token"/,
      );
    }
    const asClient = await oauthOf(api).introspect(token, basic(client.clientId, client.secret));
    expect(asClient.status).toBe(401);
  });

  test("a gateway that is removed is refused from the next question on", async () => {
    const made = unwrap(await createGateway(world.acme.operator.context, { name: "Gone" }));
    const { secret } = await makeToken(world.acme);
    expect(await introspect(secret, made.secret)).toMatchObject({ status: 200 });
    unwrap(await deleteGateway(world.acme.operator.context, { gatewayId: made.id }));
    expect(await introspect(secret, made.secret)).toMatchObject({ status: 401 });
  });

  test("bad forms are told to gateways alone", async () => {
    const forms = ["", "token=", "token=a&token=b", "token=a&ip=nowhere", "token=a&organization=x"];
    for (const form of forms) {
      expect(await oauthOf(api).introspect(form)).toMatchObject({
        status: 400,
        json: { error: "invalid_request" },
      });
      expect(await oauthOf(api).introspect(form, {})).toMatchObject({ status: 401 });
      const unknown = `${api.gateway.slice(0, -6)}000000`;
      expect(await oauthOf(api).introspect(form, { authorization: `Bearer ${unknown}` })).toMatchObject({
        status: 401,
      });
    }
  });

  test("two gateway tokens, or one in the address: 400", async () => {
    const headers = { authorization: `Bearer ${api.gateway}`, "x-keydesk-gateway": api.gateway };
    expect(await oauthOf(api).introspect({ token: "x" }, headers)).toMatchObject({ status: 400 });
    const { authorization } = headers;
    const inAddress = await fetch(`${api.url}${introspectionPath}?token=x`, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams({ token: "x" }),
    });
    expect(await toAnswer(inAddress)).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  });

  test("only POST", async () => {
    const sent = await toAnswer(await fetch(api.url + introspectionPath));
    expect(sent).toMatchObject({ status: 405, json: { error: "invalid_request" } });
    expect(sent.headers.get("allow")).toBe("POST");
  });
});
