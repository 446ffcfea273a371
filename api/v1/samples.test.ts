import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { runSample } from "@/api/testing/run-sample";
import {
  accountSample,
  clientIdVariable,
  clientSamples,
  clientSecretVariable,
  organizationSample,
} from "@/domain/access/account-samples";
import { personalSamples } from "@/domain/tokens/personal-samples";
import { sampleFile } from "@/domain/tokens/sample-call";
import { envSample, type SampleFacts, tokenSamples } from "@/domain/tokens/samples";
import { tokenFromEnvironment, tokenVariable } from "@/domain/tokens/token-variable";
import { listedTokenTypeNames, type TokenType, typeRule } from "@/domain/tokens/types";
import { gatewaySamples, gatewayVariable } from "@/domain/verification/gateway-samples";
import { createApiClient } from "@/services/api-clients/create";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
let cwd = "";
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  cwd = mkdtempSync(path.join(tmpdir(), "keydesk-samples-"));
});
afterAll(async () => {
  await api.close();
  await world.close();
  rmSync(cwd, { recursive: true });
});

/** Every type that people hold, and what its samples print. */
const shown: Readonly<Partial<Record<TokenType, string>>> = {
  export: "Nightly sync",
  organization: "Acme Ltd production",
  api_key: "Acme Ltd production",
  account: "Acme Ltd",
};

test.each(listedTokenTypeNames)(
  "the samples of a token of type %s run as they stand, in the dialog that knows it and on pages that do not",
  async (type) => {
    const { secret } = await makeToken(world.acme, { type });
    const facts: SampleFacts = { baseUrl: api.url, scheme: typeRule(type).scheme, type, secret };
    const blind = tokenSamples({ ...facts, secret: tokenFromEnvironment });
    // One after the other: an account has only so many exports under way at once.
    for (const sample of [...tokenSamples(facts), ...blind]) {
      if (sample.id === "env") continue;
      const folder = mkdtempSync(path.join(cwd, "run-"));
      const printed = await runSample(sample, { [tokenVariable]: secret }, folder);
      if (sample.id !== "curl") expect(printed, sample.code).toMatch(/^200\b/);
      if (type === "download") {
        const options = { cwd: folder, encoding: "utf8" } as const;
        expect(execFileSync("tar", ["tzf", sampleFile], options), sample.code).toContain("nginx.conf");
      } else {
        expect(printed, sample.code).toContain(shown[type] ?? "Nightly sync");
        expect(readdirSync(folder)).toEqual([]);
      }
    }
  },
);

test("a wrong token shows in what the samples print: 401 by name, and Python fails", async () => {
  const facts: SampleFacts = { baseUrl: api.url, scheme: "Bearer", secret: "PT_wrong" };
  const [curl, javascript, python] = tokenSamples(facts);
  expect(JSON.parse(await runSample(curl!))).toMatchObject({ status: 401, code: "invalid_token" });
  expect(await runSample(javascript!)).toMatch(/^401 /);
  await expect(runSample(python!)).rejects.toThrow("HTTP Error 401");
});

test("ZE-03 the examples of the page of personal tokens run as they stand, with the token in the environment", async () => {
  const { secret } = await makeToken(world.acme, { type: "personal", by: world.acme.member });
  const samples = personalSamples(api.url);
  expect(samples.map(({ id }) => id)).toEqual(["curl", "javascript", "python"]);
  for (const sample of samples)
    expect(await runSample(sample, { [tokenVariable]: secret })).toContain("Nightly sync");
});

describe("the .env file", () => {
  test("is read alike by a shell and by Node, and its header authenticates", async () => {
    const { secret } = await makeToken(world.acme);
    const file = path.join(cwd, "a.env");
    writeFileSync(file, envSample({ baseUrl: api.url, scheme: "Impersonation", secret }));
    const code = `set -a; . ./a.env; curl -s "$API_BASE_URL/api/v1.0/whoami" -H "Authorization: $API_AUTHORIZATION"`;
    const answer = await runSample({ id: "shell", label: "", code }, {}, cwd);
    expect(JSON.parse(answer).token.name).toBe("Nightly sync");
    const print = "console.log([process.env.API_TOKEN, process.env.API_AUTHORIZATION].join())";
    const args = ["--env-file=a.env", "-e", print];
    const node = execFileSync(process.execPath, args, { cwd, encoding: "utf8", timeout: 120_000 });
    expect(node.trim()).toBe(`${secret},Impersonation ${secret}`);
    rmSync(file);
  });
});

test("the samples of a gateway run as they stand, where its token is known and where it is not", async () => {
  const { secret } = await makeToken(world.acme, { type: "organization" });
  const env = { [tokenVariable]: secret, [gatewayVariable]: api.gateway };
  for (const gateway of [api.gateway, `$${gatewayVariable}`]) {
    const [verify, forward] = gatewaySamples({ baseUrl: api.url, secret: gateway });
    expect(JSON.parse(await runSample(verify!, env)).verdict).toBe("valid");
    expect(await runSample(forward!, env)).toMatch(/^HTTP\/1\.1 200 /);
  }
});

test("the samples of account tokens and API clients run as they stand", async () => {
  const { secret } = await makeToken(world.acme, { type: "account" });
  const inShell = (code: string) =>
    runSample({ id: "shell", label: "", code }, { [tokenVariable]: secret }).then(JSON.parse);
  expect(JSON.stringify(await inShell(accountSample(api.url)))).toContain("Acme Ltd production");
  expect(await inShell(organizationSample(api.url, world.acme.organizationId))).toBeInstanceOf(Array);

  const { context } = world.acme.administrator;
  const made = unwrap(await createApiClient(context, { name: "Deploy" }));
  const known = clientSamples({ baseUrl: api.url, clientId: made.clientId, secret: made.secret });
  const blind = clientSamples({
    baseUrl: api.url,
    clientId: `$${clientIdVariable}`,
    secret: `$${clientSecretVariable}`,
  });
  const env = { [clientIdVariable]: made.clientId, [clientSecretVariable]: made.secret };
  for (const sample of [...known.filter(({ id }) => id !== "env"), blind[0]!]) {
    const [token = ""] = /CT_[0-9A-Za-z_]+/.exec(await runSample(sample, env)) ?? [];
    expect(await api.verdictOf(token), sample.code).toBe("valid");
  }
});
