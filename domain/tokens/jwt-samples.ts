import { forShell, type Sample } from "@/domain/tokens/samples";
import { tokenVariable } from "@/domain/tokens/token-variable";
import type { JwtPolicy } from "@/domain/verification/jwt";

/** What a sample needs to sign for one API key; the key's string comes from the environment. */
export type JwtSampleFacts = JwtPolicy & {
  /** Public base URL of the HTTP API, without a slash at the end. */
  readonly baseUrl: string;
  /** The API key identifier: the token's id. */
  readonly keyId: string;
};

const whoami = "/api/v1.0/whoami";
const lifetimeSeconds = 300;

/** `iss` and `aud` where the deployment asks for them. */
const addressed = ({ issuer, audience }: JwtPolicy) => ({
  ...(issuer === null ? {} : { iss: issuer }),
  ...(audience === null ? {} : { aud: audience }),
});

const header = ({ keyId }: JwtSampleFacts) => ({ alg: "HS256", typ: "JWT", kid: keyId });

const javascript = (facts: JwtSampleFacts) =>
  [
    'import { SignJWT } from "jose";',
    "",
    `const key = new TextEncoder().encode(process.env.${tokenVariable});`,
    `const jwt = await new SignJWT(${JSON.stringify(addressed(facts))})`,
    "  .setProtectedHeader({",
    '    alg: "HS256",',
    '    typ: "JWT",',
    `    kid: ${JSON.stringify(facts.keyId)},`,
    "  })",
    "  .setIssuedAt()",
    `  .setExpirationTime("${lifetimeSeconds / 60} minutes")`,
    "  .sign(key);",
    "",
    `const response = await fetch(${JSON.stringify(facts.baseUrl + whoami)}, {`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the sample's own
    "  headers: { Authorization: `Bearer ${jwt}` },",
    "});",
    "console.log(response.status, await response.json());",
  ].join("\n");

const shell = (facts: JwtSampleFacts) => {
  const claims = JSON.stringify({ ...addressed(facts), exp: 0 });
  // "…"exp":0}" → the part before the number, which the shell works out.
  const before = claims.slice(0, -2);
  return [
    "part() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }",
    `header=$(printf '%s' ${quote(JSON.stringify(header(facts)))} | part)`,
    `claims=$(printf '%s%d}' ${quote(before)} $(($(date +%s) + ${lifetimeSeconds})) | part)`,
    `signature=$(printf '%s' "$header.$claims" |`,
    `  openssl dgst -sha256 -hmac "$${tokenVariable}" -binary | part)`,
    "",
    `curl ${forShell(facts.baseUrl + whoami)} \\`,
    '  -H "Authorization: Bearer $header.$claims.$signature"',
  ].join("\n");
};

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * How a program signs a JWT with an API key and sends it with the key's identifier (Zinrelo, "API key identifier"), as code that
 * runs as it stands where the environment holds the key.
 */
export function jwtSamples(facts: JwtSampleFacts): readonly Sample[] {
  return [
    { id: "javascript", label: "JavaScript", code: javascript(facts) },
    { id: "shell", label: "curl", code: shell(facts) },
  ];
}
