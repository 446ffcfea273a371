import { expect, test } from "vitest";
import { parse } from "yaml";
import { bundleFiles } from "@/domain/gateways/bundle";
import { plainUrl, readApiAddress } from "@/domain/gateways/bundle-facts";
import { bundleFolder } from "@/domain/gateways/bundle-folder";
import { bundleKinds } from "@/domain/gateways/kinds";
import { identityHeaders } from "@/domain/verification/identity-headers";

const facts = {
  name: "Edge Berlin",
  token: "GT_4kT9xQ2m_AAAABBBBCCCCDDDDEEEEFFFFGGGG1234567Qx2",
  apiUrl: "https://api.acme.test",
  deskUrl: "https://desk.acme.test",
};

test.each(bundleKinds)(
  "%s: the token is in one file, which only its owner reads, and in no other",
  (kind) => {
    const holding = bundleFiles(kind, facts).filter(({ text }) => text.includes(facts.token));
    expect(holding.map(({ mode }) => mode)).toEqual(["600"]);
  },
);

test("a folder's name holds nothing of a gateway's name that a file system could mistake", () => {
  expect(bundleFolder("../../etc/passwd")).toBe("keydesk-etc-passwd");
  expect(bundleFolder("🔑")).toBe("keydesk-gateway");
  expect(bundleFolder(`${"x".repeat(39)} y`)).toBe(`keydesk-${"x".repeat(39)}`);
});

test("an address keeps its host, port and path, and nothing that a configuration could take for its own", () => {
  expect(readApiAddress("https://api.acme.test")).toMatchObject({ isTls: true, port: 443, prefix: "" });
  expect(readApiAddress("http://[::1]:3001/keydesk/")).toEqual({
    isTls: false,
    host: "::1",
    port: 3001,
    hostPort: "[::1]:3001",
    hostHeader: "[::1]:3001",
    prefix: "/keydesk",
  });
  expect(readApiAddress("http://a/b;$c'd").prefix).toBe("/b%3B%24c%27d");
  expect(plainUrl("https://desk.test/x'$y/")).toBe("https://desk.test/x%27%24y");
});

const yamlOf = (kind: "traefik" | "envoy", file: string) => {
  const { text } = bundleFiles(kind, facts).find((each) => each.path === file) ?? { text: "" };
  return parse(text.replace(/@PORT@|@UPSTREAM_PORT@/g, "8000"));
};

test("Traefik asks with this gateway's token, takes what clients claim out, and hands the answer on", () => {
  const { middlewares } = yamlOf("traefik", "dynamic/keydesk.yml").http;
  const { headers } = yamlOf("traefik", "dynamic/gateway-token.yml").http.middlewares["keydesk-token"];
  expect(headers.customRequestHeaders).toEqual({ "X-Keydesk-Gateway": facts.token });
  const ask = middlewares["keydesk-ask"].forwardAuth;
  expect(ask.address).toBe("https://api.acme.test:443/v1/forward-auth");
  expect(ask.trustForwardHeader).toBe(false);
  expect(ask.authRequestHeaders).toContain("X-Keydesk-Gateway");
  const taken = new RegExp(ask.authResponseHeadersRegex.replace("(?i)", ""), "i");
  for (const name of [...identityHeaders, "X_keydesk_token", "X-Keydesk_token"]) expect(name).toMatch(taken);
  expect(middlewares.keydesk.chain.middlewares).toEqual(["keydesk-token", "keydesk-ask", "keydesk-end"]);
  expect(middlewares["keydesk-end"].headers.customRequestHeaders).toMatchObject({
    Authorization: "",
    "X-Keydesk-Gateway": "",
  });
  const { routers, services } = yamlOf("traefik", "dynamic/api.yml").http;
  expect(routers.api).toMatchObject({ middlewares: ["keydesk"], service: "api" });
  expect(services.api.loadBalancer.servers).toEqual([{ url: 'http://{{ env "UPSTREAM" }}' }]);
});

test("Envoy lets nothing through when Keydesk is away, and asks after what clients claim is gone", () => {
  const { listeners, clusters } = yamlOf("envoy", "envoy.template.yaml").static_resources;
  const manager = listeners[0].filter_chains[0].filters[0].typed_config;
  const filters = manager.http_filters as { name: string; typed_config: Record<string, unknown> }[];
  expect(filters.map(({ name }) => name.replace("envoy.filters.http.", ""))).toEqual([
    "lua",
    "ext_authz",
    "router",
  ]);
  expect(manager).toMatchObject({
    use_remote_address: true,
    common_http_protocol_options: { headers_with_underscores_action: "DROP_HEADER" },
  });
  expect(filters[1]?.typed_config).toMatchObject({
    failure_mode_allow: false,
    status_on_error: { code: "ServiceUnavailable" },
    http_service: {
      path_prefix: "/v1/ext-authz",
      server_uri: { cluster: "keydesk" },
      authorization_request: {
        headers_to_add: expect.arrayContaining([{ key: "x-keydesk-gateway", value: facts.token }]),
      },
    },
  });
  const keydesk = clusters.find(({ name }: { name: string }) => name === "keydesk");
  expect(keydesk.transport_socket.typed_config.common_tls_context.validation_context).toMatchObject({
    trusted_ca: { filename: "@CA@" },
    match_typed_subject_alt_names: [{ san_type: "DNS", matcher: { exact: "api.acme.test" } }],
  });
});
