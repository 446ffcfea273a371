import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { gatewaySamples } from "@/domain/verification/gateway-samples";

const env = { ...process.env, API_TOKEN: "PT_abc", KEYDESK_GATEWAY_TOKEN: "GT_gateway" };
const argumentsInShell = (command: string) =>
  execFileSync("sh", ["-c", `curl() { printf '%s\\n' "$@"; }\n${command}`], { encoding: "utf8", env })
    .trim()
    .split("\n");

test("the verify sample posts the token as JSON under the gateway's own token", () => {
  const [verify] = gatewaySamples({ baseUrl: "https://api.acme.test", secret: "GT_secret" });
  const [url, , authorization, , type, , body] = argumentsInShell(verify!.code);
  expect([url, authorization, type]).toEqual([
    "https://api.acme.test/v1/tokens/verify",
    "Authorization: Bearer GT_secret",
    "Content-Type: application/json",
  ]);
  expect(JSON.parse(body!)).toEqual({ token: "PT_abc" });
});

test("the forward-auth sample sends both tokens, and reads them from the environment where asked to", () => {
  const [, forward] = gatewaySamples({ baseUrl: "https://api.acme.test", secret: "$KEYDESK_GATEWAY_TOKEN" });
  expect(argumentsInShell(forward!.code)).toEqual([
    "-i",
    "https://api.acme.test/v1/forward-auth",
    "-H",
    "X-Keydesk-Gateway: GT_gateway",
    "-H",
    "Authorization: Bearer PT_abc",
  ]);
});
