import { forShell, type Sample } from "@/domain/tokens/samples";

/** What a gateway sends to ask about a token. `secret` is the gateway's token, or what stands in its place. */
export type GatewaySampleFacts = { readonly baseUrl: string; readonly secret: string };

/** The environment variables that stand for the secrets where a page does not know them. */
export const gatewayVariable = "KEYDESK_GATEWAY_TOKEN";
const tokenInShell = "$API_TOKEN";

const verifyCurl = ({ baseUrl, secret }: GatewaySampleFacts) =>
  [
    `curl ${forShell(`${baseUrl}/v1/tokens/verify`)} \\`,
    `  -H "Authorization: Bearer ${secret}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d "{\\"token\\": \\"${tokenInShell}\\"}"`,
  ].join("\n");

const forwardAuthCurl = ({ baseUrl, secret }: GatewaySampleFacts) =>
  [
    `curl -i ${forShell(`${baseUrl}/v1/forward-auth`)} \\`,
    `  -H "X-Keydesk-Gateway: ${secret}" \\`,
    `  -H "Authorization: Bearer ${tokenInShell}"`,
  ].join("\n");

/**
 * How a gateway asks, as commands that run as they stand: the token that is asked about is in the environment as API_TOKEN
 * (without it the answer is a verdict all the same).
 */
export function gatewaySamples(facts: GatewaySampleFacts): readonly Sample[] {
  return [
    { id: "verify", label: "Verify", code: verifyCurl(facts) },
    { id: "forward-auth", label: "Forward auth", code: forwardAuthCurl(facts) },
  ];
}
