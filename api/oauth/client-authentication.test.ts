import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { basic, type FormInit, oauthOf } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { enableApiClient } from "@/services/api-clients/enable";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap, withOtherEnd } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
let tenant: Tenant;
let client: CreatedApiClient;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});
beforeEach(async () => {
  tenant = await createTenant(world.db, world.clock, "Cleo Inc");
  client = await makeApiClient(tenant);
});

const grant = { grant_type: "client_credentials" };
const inBody = () => ({ ...grant, client_id: client.clientId, client_secret: client.secret });
const ask = (form: FormInit, headers?: Record<string, string>) => oauthOf(api).token(form, headers);
/** A fresh address each time, where nobody was refused before. */
let counter = 0;
const fresh = () => ({ "x-forwarded-for": `198.51.100.${(counter++ % 250) + 1}` });

describe("a client that is not the one it says", () => {
  test("unknown, wrong secret, disabled, deleted: 401 invalid_client, alike to the last byte, with a challenge", async () => {
    const [disabled, deleted] = [await makeApiClient(tenant), await makeApiClient(tenant)];
    unwrap(await disableApiClient(tenant.administrator.context, { apiClientId: disabled.id }));
    unwrap(await deleteApiClient(tenant.administrator.context, { apiClientId: deleted.id }));
    const other = await makeApiClient(await createTenant(world.db, world.clock, "Dolor KG"));
    const cases = [
      [client.clientId, other.secret],
      [client.clientId, "wrong"],
      [client.clientId, withOtherEnd(client.secret)],
      ["client_00000000000000000000", client.secret],
      ["nobody@example.test", "x"],
      [disabled.clientId, disabled.secret],
      [deleted.clientId, deleted.secret],
    ] as const;
    const texts = new Set<string>();
    for (const [id, secret] of cases) {
      for (const sent of [
        await ask(grant, { ...basic(id, secret), ...fresh() }),
        await ask({ ...grant, client_id: id, client_secret: secret }, fresh()),
      ]) {
        expect(sent.status).toBe(401);
        expect(sent.headers.get("www-authenticate")).toBe('Basic realm="Keydesk", charset="UTF-8"');
        expect(sent.headers.get("cache-control")).toBe("no-store");
        texts.add(sent.text);
      }
    }
    expect([...texts]).toEqual([
      '{"error":"invalid_client","error_description":"The client is unknown or its credentials are wrong."}',
    ]);
  });

  test("disabling refuses the client and its tokens at once, enabling lets both work again", async () => {
    const token = String((await ask(inBody())).json!.access_token);
    unwrap(await disableApiClient(tenant.administrator.context, { apiClientId: client.id }));
    expect(await api.verdictOf(token)).toBe("disabled");
    expect(await ask(inBody())).toMatchObject({ status: 401 });
    unwrap(await enableApiClient(tenant.administrator.context, { apiClientId: client.id }));
    expect(await api.verdictOf(token)).toBe("valid");
    expect(await ask(inBody())).toMatchObject({ status: 200 });
  });

  test("deleting revokes its tokens for good", async () => {
    const token = String((await ask(inBody())).json!.access_token);
    const input = { apiClientId: client.id, confirmation: client.name };
    unwrap(await deleteApiClient(tenant.administrator.context, input));
    expect(await api.verdictOf(token)).toBe("revoked");
  });

  test("after a rotation only the new secret works", async () => {
    const rotated = unwrap(
      await rotateApiClientSecret(tenant.administrator.context, { apiClientId: client.id }),
    );
    expect(await ask(inBody())).toMatchObject({ status: 401 });
    expect(await ask(grant, basic(client.clientId, rotated.secret))).toMatchObject({ status: 200 });
  });

  test("a client secret is no token, and a token is no client secret", async () => {
    expect(await api.verdictOf(client.secret)).toBe("malformed");
    const token = String((await ask(inBody())).json!.access_token);
    expect(await ask(grant, basic(client.clientId, token))).toMatchObject({ status: 401 });
  });
});
