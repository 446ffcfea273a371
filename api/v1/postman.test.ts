import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { runPostman } from "@/api/testing/run-postman";
import {
  type PostmanFacts,
  type PostmanForm,
  postmanCollection,
  postmanEnvironment,
  postmanFile,
} from "@/domain/tokens/postman";
import { placeholder } from "@/domain/tokens/samples";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const run = (facts: PostmanFacts, form: PostmanForm, fill = (environment: string) => environment) =>
  runPostman(postmanFile(postmanCollection(facts, form)), fill(postmanFile(postmanEnvironment(facts, form))));

test.each([
  ["Authorization: Impersonation {{apiKey}}", "collection"],
  ["the word inside the environment variable", "environment"],
] as const)(
  "ZO-12 a real runner runs the Postman files with %s: 200 with the token, 401 with a wrong one",
  async (_, form) => {
    const { secret } = await makeToken(world.acme);
    const facts = { baseUrl: api.url, scheme: "Impersonation", type: "impersonation" } as const;
    const [right, wrong, pasted, unfilled] = await Promise.all([
      run({ ...facts, secret }, form),
      run({ ...facts, secret: `${secret.slice(0, -1)}${secret.endsWith("0") ? "1" : "0"}` }, form),
      run(facts, form, (environment) => environment.replace(placeholder, secret)),
      run(facts, form),
    ]);
    expect(right).toEqual([["Who am I", 200, true]]);
    expect(wrong).toEqual([["Who am I", 401, false]]);
    // The files of the token's page, with the token pasted where they say, and as they are.
    expect(pasted).toEqual([["Who am I", 200, true]]);
    expect(unfilled).toEqual([["Who am I", 401, false]]);
  },
);

test("the files of other types call what their tokens are for as well", async () => {
  for (const type of ["export", "account", "organization"] as const) {
    const { secret } = await makeToken(world.acme, { type });
    const outcomes = await run({ baseUrl: api.url, scheme: "Bearer", type, secret }, "collection");
    expect(
      outcomes.map(([, status, passed]) => [status, passed]),
      type,
    ).toEqual([
      [200, true],
      [200, true],
    ]);
  }
});
