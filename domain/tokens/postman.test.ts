import { expect, test } from "vitest";
import { postmanCollection, postmanEnvironment, postmanFile, postmanForms } from "@/domain/tokens/postman";
import { placeholder } from "@/domain/tokens/samples";
import type { TokenType } from "@/domain/tokens/types";

const facts = {
  baseUrl: "https://api.acme.test",
  scheme: "Impersonation",
  secret: "IK_4kT9xQ2m_AAAABBBBCCCCDDDDEEEEFFFFGGGG1234567Qx2",
} as const;

type Parsed = {
  item: { request: { header: [{ key: string; value: string }]; url: { raw: string } } }[];
  values: { key: string; value: string; type: string }[];
};
const parsed = (content: object) => JSON.parse(postmanFile(content)) as Parsed;

// As Postman does it: {{name}} is replaced by the value of the environment.
function headerSent(form: (typeof postmanForms)[number]): string {
  const header = parsed(postmanCollection(facts, form)).item[0]!.request.header[0];
  const values = parsed(postmanEnvironment(facts, form)).values;
  const filled = header.value.replace(
    /\{\{(\w+)\}\}/g,
    (_, name) => values.find((v) => v.key === name)?.value ?? "",
  );
  return `${header.key}: ${filled}`;
}

test("ZO-12 the Postman file carries Authorization: Impersonation {{apiKey}}", () => {
  const { header, url } = parsed(postmanCollection(facts, "collection")).item[0]!.request;
  expect(header).toEqual([{ key: "Authorization", value: "Impersonation {{apiKey}}", type: "text" }]);
  expect(url.raw).toBe("{{baseUrl}}/api/v1.0/whoami");
});

test("ZO-12 the second form has the word inside the environment variable", () => {
  expect(parsed(postmanCollection(facts, "environment")).item[0]!.request.header[0].value).toBe("{{apiKey}}");
  expect(parsed(postmanEnvironment(facts, "environment")).values[1]?.value).toBe(
    `Impersonation ${facts.secret}`,
  );
});

test("both forms send the same header", () => {
  for (const form of postmanForms)
    expect(headerSent(form)).toBe(`Authorization: Impersonation ${facts.secret}`);
});

test("without the secret both files have a place for it, and a type's own call comes along where it only reads", () => {
  const { secret: _, ...known } = facts;
  for (const form of postmanForms) {
    const value = parsed(postmanEnvironment(known, form)).values[1]?.value;
    expect(value).toBe(form === "collection" ? placeholder : `Impersonation ${placeholder}`);
  }
  const pathsOf = (type: TokenType) =>
    parsed(postmanCollection({ ...known, type }, "collection")).item.map(({ request }) => request.url.raw);
  expect(pathsOf("export")).toEqual([
    "{{baseUrl}}/api/v1.0/whoami",
    "{{baseUrl}}/api/v1.0/export/tokens.json",
  ]);
  expect(pathsOf("download")).toEqual(["{{baseUrl}}/api/v1.0/whoami"]);
});

test("a collection never holds the secret, an environment marks it as secret", () => {
  for (const form of postmanForms) {
    expect(postmanFile(postmanCollection({ ...facts }, form))).not.toContain(facts.secret);
    expect(parsed(postmanEnvironment(facts, form)).values[1]?.type).toBe("secret");
  }
});
