import { tokenPath } from "@/domain/oauth/paths";
import { forShell, type Sample } from "@/domain/tokens/samples";
import { tokenFromEnvironment } from "@/domain/tokens/token-variable";

// The shell fills the variable in, so it stands in double quotes.
const bearer = `  -H "Authorization: Bearer ${tokenFromEnvironment}"`;

/** A call with an account token about one organization, which `_oid` names (runZero, "Account API tokens"). */
export function organizationSample(baseUrl: string, organizationId: string): string {
  return `curl ${forShell(`${baseUrl}/api/v1.0/export/tokens.json?_oid=${organizationId}`)} \\\n${bearer}`;
}

/** A call with an account token about the account as a whole. */
export function accountSample(baseUrl: string): string {
  return `curl ${forShell(`${baseUrl}/api/v1.0/account/orgs`)} \\\n${bearer}`;
}

/** What an API client needs for its first token; `secret` is the client secret or what stands in its place. */
export type ClientSampleFacts = {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly secret: string;
};

/** The environment variables that stand for both where a page does not know them. */
export const clientIdVariable = "API_CLIENT_ID";
export const clientSecretVariable = "API_CLIENT_SECRET";

const tokenCurl = ({ baseUrl, clientId, secret }: ClientSampleFacts) =>
  [
    `curl ${forShell(baseUrl + tokenPath)} \\`,
    "  -d grant_type=client_credentials \\",
    `  -d "client_id=${clientId}" \\`,
    `  -d "client_secret=${secret}"`,
  ].join("\n");

const tokenJavascript = ({ baseUrl, clientId, secret }: ClientSampleFacts) =>
  [
    `fetch(${JSON.stringify(baseUrl + tokenPath)}, {`,
    '  method: "POST",',
    "  body: new URLSearchParams({",
    '    grant_type: "client_credentials",',
    `    client_id: ${JSON.stringify(clientId)},`,
    `    client_secret: ${JSON.stringify(secret)},`,
    "  }),",
    "}).then(async (response) => {",
    "  const { access_token, expires_in } = await response.json();",
    "  console.log(response.status, access_token, expires_in);",
    "});",
  ].join("\n");

const clientEnv = ({ baseUrl, clientId, secret }: ClientSampleFacts) =>
  [
    `API_TOKEN_URL=${forShell(baseUrl + tokenPath)}`,
    `${clientIdVariable}=${clientId}`,
    `${clientSecretVariable}=${secret}`,
    "",
  ].join("\n");

/** How a client obtains a token (RFC 6749 §4.4; runZero, "Authentication"), in the order of the tabs. */
export function clientSamples(facts: ClientSampleFacts): readonly Sample[] {
  return [
    { id: "curl", label: "curl", code: tokenCurl(facts) },
    { id: "javascript", label: "JavaScript", code: tokenJavascript(facts) },
    { id: "env", label: ".env", code: clientEnv(facts) },
  ];
}
