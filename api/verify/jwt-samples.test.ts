import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { jwtSamples } from "@/domain/tokens/jwt-samples";
import { createTestClock } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

const run = promisify(execFile);
const programs: Record<string, (code: string) => [string, string[]]> = {
  javascript: (code) => [process.execPath, ["--input-type=module", "-e", code]],
  shell: (code) => ["sh", ["-c", code]],
};

let world: Awaited<ReturnType<typeof openWorld>>;
let key: Awaited<ReturnType<typeof makeToken>>;
beforeAll(async () => {
  // The samples tell the time by the machine's clock.
  world = await openWorld({ clock: createTestClock(new Date()) });
  key = await makeToken(world.acme, { type: "api_key", name: "Storefront" });
});
afterAll(() => world.close());

const policies = {
  "as it is by default": { audience: null, issuer: null },
  "where the deployment asks for aud and iss": {
    audience: "https://api.acme.test",
    issuer: 'Acme\'s "shop"',
  },
};

describe.each(Object.entries(policies))("ZI-11 the sample on the page, %s,", (_, jwtPolicy) => {
  let api: Awaited<ReturnType<typeof openApi>>;
  beforeAll(async () => {
    api = await openApi(world, { jwtPolicy });
  });
  afterAll(() => api.close());

  test.each(Object.keys(programs))(
    "ZI-11 in %s runs as it stands and is recognised as the key's",
    async (id) => {
      const { code } = jwtSamples({ ...jwtPolicy, baseUrl: api.url, keyId: key.id }).find(
        (each) => each.id === id,
      )!;
      const [file, args] = programs[id]!(code);
      const { stdout } = await run(file, args, { env: { ...process.env, API_TOKEN: key.secret } });
      expect(stdout).toContain(key.id);
      expect(stdout).toContain("Storefront");
      expect(stdout).toContain("valid");
      expect(code).not.toContain(key.secret);
    },
  );
});
