import { sampleCall, sampleFile } from "@/domain/tokens/sample-call";
import { tokenFromEnvironment, tokenVariable } from "@/domain/tokens/token-variable";
import type { TokenType } from "@/domain/tokens/types";

/** What a sample needs to run as it stands. */
export type SampleFacts = {
  /** Public base URL of the HTTP API, without a slash at the end. */
  readonly baseUrl: string;
  readonly scheme: "Bearer" | "Impersonation";
  /** Chooses what is called; left out, what every token may call. */
  readonly type?: TokenType;
  /** The whole token string; `tokenFromEnvironment` on pages that never know it. */
  readonly secret: string;
};

/** A sample as pages show it. */
export type Sample = { readonly id: string; readonly label: string; readonly code: string };

const authorization = (facts: SampleFacts) => `${facts.scheme} ${facts.secret}`;
const isInEnvironment = (facts: SampleFacts) => facts.secret === tokenFromEnvironment;

/** Text as one word of a shell. Plain addresses read better bare; anything a shell could take for its own is quoted. */
export const forShell = (text: string) =>
  /^[\w:/.~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A shell command for curl 7 and later. The shell fills in the variable where the token is in the environment. */
export function curlSample(facts: SampleFacts): string {
  const { path, answers } = sampleCall(facts.type);
  const keep = answers === "file" ? `-o ${sampleFile} ` : "";
  return `curl ${keep}${forShell(facts.baseUrl + path)} \\\n  -H "Authorization: ${authorization(facts)}"`;
}

/** JavaScript without packages: Node 18 and later (as a module or not), Deno, Bun, browsers. */
export function javascriptSample(facts: SampleFacts): string {
  const { path, answers } = sampleCall(facts.type);
  const value = isInEnvironment(facts)
    ? `\`${facts.scheme} \${process.env.${tokenVariable}}\``
    : JSON.stringify(authorization(facts));
  const print = ["  console.log(response.status, await response.json());"];
  const keep = [
    '  const { writeFile } = await import("node:fs/promises");',
    `  await writeFile("${sampleFile}", new Uint8Array(await response.arrayBuffer()));`,
    "  console.log(response.status);",
  ];
  return [
    `fetch(${JSON.stringify(facts.baseUrl + path)}, {`,
    `  headers: { Authorization: ${value} },`,
    "}).then(async (response) => {",
    ...(answers === "file" ? keep : print),
    "});",
  ].join("\n");
}

/** Python 3 without packages. */
export function pythonSample(facts: SampleFacts): string {
  const { path, answers } = sampleCall(facts.type);
  const inEnvironment = isInEnvironment(facts);
  const value = inEnvironment
    ? `"${facts.scheme} " + os.environ["${tokenVariable}"]`
    : JSON.stringify(authorization(facts));
  const print = ["    print(response.status, json.load(response))"];
  const keep = [
    `    with open("${sampleFile}", "wb") as file:`,
    "        file.write(response.read())",
    "    print(response.status)",
  ];
  return [
    ...(answers === "json" ? ["import json"] : []),
    ...(inEnvironment ? ["import os"] : []),
    "from urllib.request import Request, urlopen",
    "",
    "request = Request(",
    `    ${JSON.stringify(facts.baseUrl + path)},`,
    `    headers={"Authorization": ${value}},`,
    ")",
    "with urlopen(request) as response:",
    ...(answers === "file" ? keep : print),
  ].join("\n");
}

/** A `.env` file; read by shells (`set -a; . ./.env`), Node's --env-file and dotenv alike. */
export function envSample(facts: SampleFacts): string {
  const secret = isInEnvironment(facts) ? placeholder : facts.secret;
  return [
    `API_BASE_URL=${forShell(facts.baseUrl)}`,
    `${tokenVariable}=${secret}`,
    `API_AUTHORIZATION="${facts.scheme} ${secret}"`,
    "",
  ].join("\n");
}

/** What files have in the place of a token that the page does not know; no shell takes it for its own. */
export const placeholder = "PASTE-YOUR-TOKEN-HERE";

/** The samples of a token in the order of the tabs. */
export function tokenSamples(facts: SampleFacts): readonly Sample[] {
  return [
    { id: "curl", label: "curl", code: curlSample(facts) },
    { id: "javascript", label: "JavaScript", code: javascriptSample(facts) },
    { id: "python", label: "Python", code: pythonSample(facts) },
    { id: "env", label: ".env", code: envSample(facts) },
  ];
}
