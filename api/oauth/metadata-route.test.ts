import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toAnswer } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import { buildMetadata, metadataPathOf } from "@/domain/oauth/metadata";
import { metadataPath } from "@/domain/oauth/paths";
import { ConfigError, parseConfig } from "@/services/config";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

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

test("the metadata of RFC 8414: issuer, endpoints, and what each supports", async () => {
  const { status, headers, json } = await toAnswer(await fetch(api.url + metadataPath));
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(json).toEqual({
    issuer: "http://localhost:3000",
    token_endpoint: "http://localhost:3000/api/v1.0/account/api/token",
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
    scopes_supported: ["*"],
    introspection_endpoint: "http://localhost:3000/oauth2/introspect",
    introspection_endpoint_auth_methods_supported: ["Bearer"],
    revocation_endpoint: "http://localhost:3000/oauth2/revoke",
    revocation_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    service_documentation: "http://localhost:3000/api/docs",
  });
});

test("HEAD has the headers and no body; other methods are 405", async () => {
  const head = await fetch(api.url + metadataPath, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const post = await fetch(api.url + metadataPath, { method: "POST" });
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test("the well-known part goes between the issuer's host and its path, without a slash at the end", () => {
  expect(metadataPathOf("https://a.example")).toBe("/.well-known/oauth-authorization-server");
  expect(metadataPathOf("https://a.example/keydesk/")).toBe(
    "/.well-known/oauth-authorization-server/keydesk",
  );
});

test("each endpoint of the metadata stands at the address where programs reach the API", () => {
  const facts = {
    issuer: "https://id.example",
    endpointsUrl: "https://api.example/x",
    deskUrl: "https://desk",
  };
  const metadata = buildMetadata(facts);
  expect([metadata.token_endpoint, metadata.introspection_endpoint, metadata.revocation_endpoint]).toEqual([
    "https://api.example/x/api/v1.0/account/api/token",
    "https://api.example/x/oauth2/introspect",
    "https://api.example/x/oauth2/revoke",
  ]);
});

describe("the issuer", () => {
  const base = { DATABASE_URL: "postgresql://db.example/keydesk" };
  const issuerOf = (env: Record<string, string>) => parseConfig({ ...base, ...env }).issuer;

  test("is what is configured, else the desk's address, without a slash at the end", () => {
    expect(issuerOf({ KEYDESK_ISSUER: "https://id.example.com/" })).toBe("https://id.example.com");
    expect(issuerOf({ KEYDESK_URL: "https://desk.example.com/" })).toBe("https://desk.example.com");
    expect(issuerOf({ PORT: "4000" })).toBe("http://localhost:4000");
  });

  test.each([
    [{ KEYDESK_ISSUER: "https://id.example.com/?x=1" }],
    [{ KEYDESK_ISSUER: "https://id.example.com/#x" }],
    [{ KEYDESK_ISSUER: "id.example.com" }],
    [{ KEYDESK_ISSUER: "http://id.example.com", KEYDESK_URL: "https://desk.example.com" }],
  ])("must be https, without query and fragment: %j is refused at boot", (env) => {
    expect(() => issuerOf(env)).toThrow(ConfigError);
    expect(() => issuerOf(env)).toThrow("KEYDESK_ISSUER");
  });

  test("may be http only where the whole deployment is", () => {
    expect(issuerOf({ KEYDESK_ISSUER: "http://id.test", KEYDESK_URL: "http://desk.test" })).toBe(
      "http://id.test",
    );
  });
});
