import { createConfig, lintFromString } from "@redocly/openapi-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "@/api/app";
import { createLog } from "@/api/log";
import { createCall } from "@/api/testing/call-api";
import {
  createJudge,
  type DescribedOperation,
  type Document,
  resolveAnswer,
} from "@/api/testing/described-answers";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

let world: OpenWorld;
let api: OpenApi;
let document: Document;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ({ document } = await createCall(api));
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const operations = (): (DescribedOperation & { readonly at: string })[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, at: `${method} ${path}` })),
  );

test("RZ-09 the OpenAPI specification is valid and passes a linter", async () => {
  const config = await createConfig({ extends: ["recommended-strict"], rules: lintRules });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});

/** What a product that others install cannot say: its licence and its address. */
const lintRules = { "info-license": "off", "no-server-example.com": "off" } as const;

test("RZ-09 the specification is complete: every route of the API is in it, and it names none that is not there", async () => {
  const described = new Set(operations().map(({ at, "x-any-method": isAny }) => (isAny ? `any ${at}` : at)));
  expect(described).toEqual(new Set(await registeredRoutes()));
});

/** For operators and for people; and Envoy's form of forward-auth, whose path of any depth OpenAPI cannot say. */
const undocumented =
  /^(?:\w+ \/(?:healthz|readyz|metrics|api\/docs.*|api\/v1\.0\/openapi\.json)|any get \{path\})$/;

/** As Fastify itself prints them, apart from what the document is made of: "get /v1/things/{id}". */
async function registeredRoutes(): Promise<string[]> {
  const base = { config: world.cli.config };
  const nobody = { deskUrl: "", trustedProxies: [], verification: {}, base, readiness: {} };
  const app = createApi({ ...nobody, log: createLog("silent") } as never);
  await app.ready();
  const tree = app.printRoutes({ commonPrefix: false }).split("\n");
  await app.close();
  const above: string[] = [];
  return tree
    .flatMap((line) => {
      const [, indent, part, methods] = /^([│ ]*)[├└]── (\S*)(?: \(([A-Z, -]+)\))?/.exec(line) ?? [];
      if (indent === undefined || part === undefined) return [];
      const depth = indent.length / 4;
      above[depth] = (above[depth - 1] ?? "") + part;
      const at = above[depth].replace(/:(\w+)/g, "{$1}").replace(/\*$/, "{path}");
      const names = (methods ?? "").split(", ").filter((name) => name !== "" && name !== "HEAD");
      return names.length > 5 ? [`any get ${at}`] : names.map((name) => `${name.toLowerCase()} ${at}`);
    })
    .filter((route) => !undocumented.test(route));
}

test("every schema says something, and every name that is referred to exists", () => {
  const empty: string[] = [];
  const visit = (value: unknown, at: string) => {
    if (value === null || typeof value !== "object") return;
    for (const [key, inner] of Object.entries(value)) {
      const isSchema = ["schema", "items", "anyOf", "oneOf"].includes(key) || at.endsWith("/properties");
      if (isSchema && inner !== null && typeof inner === "object" && Object.keys(inner).length === 0)
        empty.push(`${at}/${key}`);
      if (key !== "example") visit(inner, `${at}/${key}`);
    }
  };
  visit(document, "#");
  expect(empty).toEqual([]);
});

test("every operation has an example for what it takes and gives, and each is valid by its own schema", () => {
  const { faultsOf } = createJudge(document);
  for (const { operationId, requestBody, responses, parameters } of operations()) {
    const answers = Object.entries(responses).map(
      ([status, answer]) => [status, resolveAnswer(document, answer)?.content] as const,
    );
    for (const [part, content] of [["body", requestBody?.content] as const, ...answers]) {
      for (const [type, { schema, example }] of Object.entries(content ?? {})) {
        if (!type.includes("json") && !type.includes("form")) continue;
        expect(example, `${operationId}: ${part}`).toBeDefined();
        expect(faultsOf(schema, example), `${operationId}: ${part}`).toEqual([]);
      }
    }
    expect(new Set(parameters.map(({ name }) => name)).size, operationId).toBe(parameters.length);
  }
});

test("operations have ids of their own, and callers that are known", () => {
  const ids = operations().map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const known = Object.keys((document.components as { securitySchemes?: object }).securitySchemes ?? {});
  for (const { operationId, security } of operations()) {
    const named = security.flatMap((one) => Object.keys(one));
    expect(known, operationId).toEqual(expect.arrayContaining(named));
  }
});
