import { type SampleFacts, whoamiPath } from "@/domain/tokens/samples";

/**
 * Where the scheme's word stands (Zorus, "Including the API Key in a .json File"): in the collection, as
 * `Authorization: Impersonation {{apiKey}}`, or in the environment variable, with the collection left as it is.
 */
export const postmanForms = ["collection", "environment"] as const;
export type PostmanForm = (typeof postmanForms)[number];

/** A Postman collection (format 2.1.0) with one request that every token may make, and a test that it was accepted. Holds no secret. */
export function postmanCollection(facts: Omit<SampleFacts, "secret">, form: PostmanForm): object {
  const value = form === "collection" ? `${facts.scheme} {{apiKey}}` : "{{apiKey}}";
  return {
    info: {
      name: "Keydesk API",
      description: `Use it with the environment of the same form. The variable apiKey holds ${form === "collection" ? "the token" : `the word ${facts.scheme} and the token`}.`,
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    item: [
      {
        name: "Who am I",
        request: {
          method: "GET",
          header: [{ key: "Authorization", value, type: "text" }],
          url: {
            raw: `{{baseUrl}}${whoamiPath}`,
            host: ["{{baseUrl}}"],
            path: whoamiPath.split("/").filter(Boolean),
          },
        },
        event: [
          {
            listen: "test",
            script: {
              type: "text/javascript",
              exec: [
                'pm.test("the token is accepted", function () {',
                "  pm.response.to.have.status(200);",
                "});",
              ],
            },
          },
        ],
      },
    ],
    variable: [{ key: "baseUrl", value: facts.baseUrl, type: "string" }],
  };
}

/** The Postman environment that goes with `postmanCollection` of the same form. Holds the secret. */
export function postmanEnvironment(facts: SampleFacts, form: PostmanForm): object {
  const apiKey = form === "collection" ? facts.secret : `${facts.scheme} ${facts.secret}`;
  return {
    name: "Keydesk API",
    values: [
      { key: "baseUrl", value: facts.baseUrl, type: "default", enabled: true },
      { key: "apiKey", value: apiKey, type: "secret", enabled: true },
    ],
    _postman_variable_scope: "environment",
  };
}

/** A Postman file as text, as Postman itself writes it. */
export function postmanFile(content: object): string {
  return `${JSON.stringify(content, null, "\t")}\n`;
}
