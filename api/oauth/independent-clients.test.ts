import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

/*
 * Two clients that are not ours, over the running API, from discovery on. They check what RFC 6749, 7009, 7662 and 8414 ask of answers,
 * and know nothing of Keydesk but its issuer.
 */
let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
let client: CreatedApiClient;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world, { isIssuer: true });
  client = await makeApiClient(world.acme);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

/** How a gateway authenticates, in the clients' words: a function that adds its token. */
const asGateway = (_as: unknown, _client: unknown, _body: unknown, headers: Headers) =>
  headers.set("authorization", `Bearer ${api.gateway}`);

describe("oauth4webapi", () => {
  const http = { [oauth.allowInsecureRequests]: true };
  const discover = async () => {
    const issuer = new URL(api.url);
    const response = await oauth.discoveryRequest(issuer, { ...http, algorithm: "oauth2" });
    return oauth.processDiscoveryResponse(issuer, response);
  };
  const methods = { Basic: oauth.ClientSecretBasic, Post: oauth.ClientSecretPost };

  test("discovers the server, also with an empty response_types_supported", async () => {
    const server = await discover();
    expect(server.issuer).toBe(api.url);
    expect(server.response_types_supported).toEqual([]);
  });

  test("refuses the document when the issuer in it is another (RFC 8414 §3.3)", async () => {
    const other = new URL(api.url.replace("127.0.0.1", "localhost"));
    const response = await oauth.discoveryRequest(other, { ...http, algorithm: "oauth2" });
    await expect(oauth.processDiscoveryResponse(other, response)).rejects.toThrow(/"issuer"/);
  });

  test.each(["Basic", "Post"] as const)(
    "RZ-05 obtains a token with %s, sees it active, revokes it, sees it inactive",
    async (method) => {
      const server = await discover();
      const me = { client_id: client.clientId };
      const auth = methods[method](client.secret);
      const granted = await oauth.processClientCredentialsResponse(
        server,
        me,
        await oauth.clientCredentialsGrantRequest(server, me, auth, {}, http),
      );
      expect(granted).toMatchObject({ token_type: "bearer", expires_in: 3600, scope: "*" });
      const token = granted.access_token;
      const introspect = async () =>
        oauth.processIntrospectionResponse(
          server,
          me,
          await oauth.introspectionRequest(server, me, asGateway, token, http),
        );
      expect(await introspect()).toMatchObject({
        active: true,
        client_id: client.clientId,
        iss: api.url,
        token_type: "Bearer",
      });
      await oauth.processRevocationResponse(await oauth.revocationRequest(server, me, auth, token, http));
      expect(await introspect()).toEqual({ active: false });
    },
  );

  test("calls a route with the token as bearer", async () => {
    const server = await discover();
    const me = { client_id: client.clientId };
    const auth = oauth.ClientSecretBasic(client.secret);
    const sent = await oauth.clientCredentialsGrantRequest(server, me, auth, {}, http);
    const { access_token } = await oauth.processClientCredentialsResponse(server, me, sent);
    const url = new URL("/api/v1.0/whoami", api.url);
    const answer = await oauth.protectedResourceRequest(access_token, "GET", url, undefined, undefined, http);
    expect(await answer.json()).toMatchObject({ account: { id: world.acme.accountId } });
    const dead = oauth.protectedResourceRequest(`${access_token}x`, "GET", url, undefined, undefined, http);
    const error = await dead.catch((reason: unknown) => reason as oauth.WWWAuthenticateChallengeError);
    expect(error).toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
    expect((error as oauth.WWWAuthenticateChallengeError).cause).toMatchObject([
      { scheme: "bearer", parameters: { realm: "Keydesk", error: "invalid_token" } },
      { scheme: "impersonation" },
    ]);
  });

  test("is told what is wrong in words that it knows", async () => {
    const server = await discover();
    const me = { client_id: client.clientId };
    const ask = async (auth: oauth.ClientAuth, parameters: Record<string, string>) =>
      oauth.processClientCredentialsResponse(
        server,
        me,
        await oauth.clientCredentialsGrantRequest(server, me, auth, parameters, http),
      );
    await expect(ask(oauth.ClientSecretPost(client.secret), { scope: "reports:read" })).rejects.toMatchObject(
      {
        name: "ResponseBodyError",
        error: "invalid_scope",
        status: 400,
      },
    );
    const refused = ask(oauth.ClientSecretBasic("wrong"), {});
    await expect(refused).rejects.toMatchObject({
      name: "WWWAuthenticateChallengeError",
      status: 401,
      cause: [{ scheme: "basic", parameters: { realm: "Keydesk" } }],
    });
  });
});

describe("openid-client", () => {
  const options: openid.DiscoveryRequestOptions = {
    algorithm: "oauth2",
    execute: [openid.allowInsecureRequests],
  };
  const discover = (authentication: openid.ClientAuth) =>
    openid.discovery(new URL(api.url), client.clientId, undefined, authentication, options);

  test("RZ-05 from discovery to revocation, with either way to authenticate", async () => {
    const gateway = await discover(asGateway);
    for (const method of [openid.ClientSecretBasic, openid.ClientSecretPost]) {
      const config = await discover(method(client.secret));
      const { access_token, expires_in } = await openid.clientCredentialsGrant(config);
      expect(expires_in).toBe(3600);
      const answer = await openid.fetchProtectedResource(
        config,
        access_token,
        new URL("/api/v1.0/whoami", api.url),
        "GET",
      );
      expect(answer.status).toBe(200);
      expect(await openid.tokenIntrospection(gateway, access_token)).toMatchObject({ active: true });
      await openid.tokenRevocation(config, access_token);
      expect(await openid.tokenIntrospection(gateway, access_token)).toEqual({ active: false });
    }
  });

  test("a gateway revokes any token of its deployment", async () => {
    const { secret } = await makeToken(world.other, { type: "personal" });
    const gateway = await discover(asGateway);
    expect(await openid.tokenIntrospection(gateway, secret)).toMatchObject({ active: true });
    await openid.tokenRevocation(gateway, secret);
    expect(await openid.tokenIntrospection(gateway, secret)).toEqual({ active: false });
  });

  test("is told of a client that is not known", async () => {
    const config = await discover(openid.ClientSecretPost("wrong"));
    await expect(openid.clientCredentialsGrant(config)).rejects.toMatchObject({ status: 401 });
  });
});
