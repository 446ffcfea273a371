import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlSample, envSample, javascriptSample, pythonSample, tokenSamples } from "@/domain/tokens/samples";

const secret = "IK_4kT9xQ2m_AAAABBBBCCCCDDDDEEEEFFFFGGGG1234567Qx2";
const facts = { baseUrl: "https://api.acme.test", scheme: "Impersonation", secret } as const;

// What a shell makes of the command, with curl replaced by a function that prints its arguments line by line.
const argumentsInShell = (command: string) =>
  execFileSync("sh", ["-c", `curl() { printf '%s\\n' "$@"; }\n${command}`], { encoding: "utf8" })
    .trim()
    .split("\n");

test("the curl sample calls whoami with the token's own header", () => {
  expect(argumentsInShell(curlSample(facts))).toEqual([
    "https://api.acme.test/api/v1.0/whoami",
    "-H",
    `Authorization: Impersonation ${secret}`,
  ]);
});

test("a base URL with characters of the shell reaches curl unchanged", () => {
  const baseUrl = "http://[::1]:3001/it's$HOME;(x)";
  expect(argumentsInShell(curlSample({ ...facts, baseUrl }))[0]).toBe(`${baseUrl}/api/v1.0/whoami`);
});

test("the JavaScript sample runs as a script and sends the token's own header", () => {
  const fake = `globalThis.fetch = async (url, init) => ({ status: 200, json: async () => ({ url, ...init.headers }) });`;
  for (const type of ["commonjs", "module"]) {
    const printed = execFileSync(
      process.execPath,
      [`--input-type=${type}`, "-e", `${fake}\n${javascriptSample(facts)}`],
      { encoding: "utf8" },
    );
    expect(printed).toContain("200 {");
    expect(printed).toContain("https://api.acme.test/api/v1.0/whoami");
    expect(printed).toContain(`Impersonation ${secret}`);
  }
});

test("the Python sample needs no package and sends the token's own header", () => {
  expect(pythonSample({ ...facts, scheme: "Bearer" })).toBe(
    [
      "import json",
      "from urllib.request import Request, urlopen",
      "",
      "request = Request(",
      '    "https://api.acme.test/api/v1.0/whoami",',
      `    headers={"Authorization": "Bearer ${secret}"},`,
      ")",
      "with urlopen(request) as response:",
      "    print(response.status, json.load(response))",
    ].join("\n"),
  );
});

test("a shell that reads the .env sample knows address, token and header", () => {
  const printed = execFileSync(
    "sh",
    ["-c", `${envSample(facts)}printf '%s|%s|%s' "$API_BASE_URL" "$API_TOKEN" "$API_AUTHORIZATION"`],
    { encoding: "utf8" },
  );
  expect(printed).toBe(`https://api.acme.test|${secret}|Impersonation ${secret}`);
});

test("every sample holds the token exactly as given, so that pages can mask it", () => {
  for (const sample of tokenSamples(facts)) expect(sample.code, sample.id).toContain(secret);
});
