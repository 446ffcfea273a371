/** What a sample needs to run as it stands. */
export type SampleFacts = {
  /** Public base URL of the HTTP API, without a slash at the end. */
  readonly baseUrl: string;
  readonly scheme: "Bearer" | "Impersonation";
  /** The whole token string, or what stands in its place on pages that never know it. */
  readonly secret: string;
};

/** A sample as pages show it. */
export type Sample = { readonly id: string; readonly label: string; readonly code: string };

/** The path every token may call: it answers whose it is and what it may do. */
export const whoamiPath = "/api/v1.0/whoami";

const authorization = (facts: SampleFacts) => `${facts.scheme} ${facts.secret}`;

/** Text as one word of a shell. Plain addresses read better bare; anything a shell could take for its own is quoted. */
export const forShell = (text: string) =>
  /^[\w:/.~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A shell command for curl 7 and later. */
export function curlSample(facts: SampleFacts): string {
  return `curl ${forShell(facts.baseUrl + whoamiPath)} \\\n  -H "Authorization: ${authorization(facts)}"`;
}

/** JavaScript without packages: Node 18 and later (as a module or not), Deno, Bun, browsers. */
export function javascriptSample(facts: SampleFacts): string {
  return [
    `fetch(${JSON.stringify(facts.baseUrl + whoamiPath)}, {`,
    `  headers: { Authorization: ${JSON.stringify(authorization(facts))} },`,
    "}).then(async (response) => {",
    "  console.log(response.status, await response.json());",
    "});",
  ].join("\n");
}

/** Python 3 without packages. */
export function pythonSample(facts: SampleFacts): string {
  return [
    "import json",
    "from urllib.request import Request, urlopen",
    "",
    "request = Request(",
    `    ${JSON.stringify(facts.baseUrl + whoamiPath)},`,
    `    headers={"Authorization": ${JSON.stringify(authorization(facts))}},`,
    ")",
    "with urlopen(request) as response:",
    "    print(response.status, json.load(response))",
  ].join("\n");
}

/** A `.env` file; read by shells (`set -a; . ./.env`), Node's --env-file and dotenv alike. */
export function envSample(facts: SampleFacts): string {
  return [
    `API_BASE_URL=${forShell(facts.baseUrl)}`,
    `API_TOKEN=${facts.secret}`,
    `API_AUTHORIZATION="${authorization(facts)}"`,
    "",
  ].join("\n");
}

/** The samples of a token in the order of the tabs. */
export function tokenSamples(facts: SampleFacts): readonly Sample[] {
  return [
    { id: "curl", label: "curl", code: curlSample(facts) },
    { id: "javascript", label: "JavaScript", code: javascriptSample(facts) },
    { id: "python", label: "Python", code: pythonSample(facts) },
    { id: "env", label: ".env", code: envSample(facts) },
  ];
}
