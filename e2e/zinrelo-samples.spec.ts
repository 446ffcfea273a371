import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SignJWT } from "jose";
import { apiKeysPath, makeKey } from "@/e2e/support/api-keys";
import { expect, test } from "@/e2e/support/fixtures";

const run = promisify(execFile);

test("ZI-11 the samples on the page run as they stand, and their JWTs are recognised as that key's", async ({
  page,
  world,
  as,
  product,
}) => {
  await makeKey(world, "Default integration");
  const key = await makeKey(world, "Storefront");
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await page
    .getByLabel("Key", { exact: true })
    .selectOption({ label: `Storefront (…${key.secret.slice(-4)})` });
  const env = { ...process.env, FORCE_COLOR: "0", API_TOKEN: key.secret };
  const shown = async (label: string) => {
    await page.getByRole("tab", { name: label }).click();
    return (await page.getByRole("tabpanel").locator("pre").textContent()) ?? "";
  };
  const javascript = await shown("JavaScript");
  const { stdout } = await run("node", ["--input-type=module", "-e", javascript], { env });
  expect(stdout).toMatch(/^200 /);
  expect(stdout).toContain(key.id);
  const curl = await run("sh", ["-c", `${await shown("curl")} -s`], { env });
  expect(JSON.parse(curl.stdout).token).toMatchObject({ id: key.id, name: "Storefront" });
  expect(product.apiUrl).toBeTruthy();
});

test("ZI-11 with another key's identifier, or none, a JWT is not recognised", async ({ world, verify }) => {
  const [key, other] = [await makeKey(world, "Storefront"), await makeKey(world, "Warehouse")];
  const sign = (kid: string | undefined) =>
    new SignJWT({})
      .setProtectedHeader({ alg: "HS256", kid })
      .setExpirationTime("5 minutes")
      .sign(new TextEncoder().encode(key.secret));
  expect(await verify(await sign(key.id))).toMatchObject({ verdict: "valid", token: { id: key.id } });
  expect((await verify(await sign(other.id))).verdict).toBe("unknown");
  expect((await verify(await sign(undefined))).verdict).toBe("malformed");
});
