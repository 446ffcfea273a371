import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { personalSamples } from "@/domain/tokens/personal-samples";

const [curl, javascript] = personalSamples("https://api.acme.test");
const env = { ...process.env, API_TOKEN: "PT_4kT9xQ2m_secret" };

test("the curl example sends the value of API_TOKEN as it stands", () => {
  const script = `curl() { printf '%s\\n' "$@"; }\n${curl!.code}`;
  const printed = execFileSync("sh", ["-c", script], { encoding: "utf8", env });
  expect(printed.trim().split("\n")).toEqual([
    "https://api.acme.test/api/v1.0/whoami",
    "-H",
    "Authorization: Bearer PT_4kT9xQ2m_secret",
  ]);
});

test("the JavaScript example sends the value of API_TOKEN as it stands", () => {
  const fake =
    "globalThis.fetch = async (url, init) => ({ status: 200, json: async () => ({ url, ...init.headers }) });";
  const printed = execFileSync(
    process.execPath,
    ["--input-type=module", "-e", `${fake}\n${javascript!.code}`],
    {
      encoding: "utf8",
      env,
    },
  );
  expect(printed).toContain("Bearer PT_4kT9xQ2m_secret");
  expect(printed).toContain("https://api.acme.test/api/v1.0/whoami");
});
