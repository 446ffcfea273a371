import { sampleCall, whoamiPath } from "@/domain/tokens/sample-call";
import { placeholder, type SampleFacts } from "@/domain/tokens/samples";

/**
 * Where the scheme's word stands (Zorus, "Including the API Key in a .json File"): in the collection, as
 * `Authorization: Impersonation {{apiKey}}`, or in the environment variable, with the collection left as it is.
 */
export const postmanForms = ["collection", "environment"] as const;
export type PostmanForm = (typeof postmanForms)[number];

/** What the files are made of; without `secret` the environment has a placeholder in its place. */
export type PostmanFacts = Omit<SampleFacts, "secret"> & { readonly secret?: string };

/**
 * A Postman collection (format 2.1.0): who the token is, and what a token of its type reads, each with a test that it was accepted.
 * Holds no secret.
 */
export function postmanCollection(facts: PostmanFacts, form: PostmanForm): object {
  const value = form === "collection" ? `${facts.scheme} {{apiKey}}` : "{{apiKey}}";
  const { path, answers } = sampleCall(facts.type);
  const requests = [postmanRequest("Who am I", whoamiPath, value)];
  // A download makes a gateway each time: none that comes of looking around.
  if (path !== whoamiPath && answers === "json") requests.push(postmanRequest(path, path, value));
  return {
    info: {
      name: "Keydesk API",
      description: `Use it with the environment of the same form. The variable apiKey holds ${form === "collection" ? "the token" : `the word ${facts.scheme} and the token`}.`,
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    item: requests,
    variable: [{ key: "baseUrl", value: facts.baseUrl, type: "string" }],
  };
}

function postmanRequest(name: string, path: string, authorization: string): object {
  const script = [
    'pm.test("the token is accepted", function () {',
    "  pm.response.to.have.status(200);",
    "});",
  ];
  return {
    name,
    request: {
      method: "GET",
      header: [{ key: "Authorization", value: authorization, type: "text" }],
      url: { raw: `{{baseUrl}}${path}`, host: ["{{baseUrl}}"], path: path.split("/").filter(Boolean) },
    },
    event: [{ listen: "test", script: { type: "text/javascript", exec: script } }],
  };
}

/** The Postman environment that goes with `postmanCollection` of the same form. Holds the secret, where the page knows it. */
export function postmanEnvironment(facts: PostmanFacts, form: PostmanForm): object {
  const secret = facts.secret ?? placeholder;
  const apiKey = form === "collection" ? secret : `${facts.scheme} ${secret}`;
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
