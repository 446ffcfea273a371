import { expect, httpTest, test } from "@/e2e/support/fixtures";
import { signInAs } from "@/e2e/support/sign-in";
import { createWorld } from "@/e2e/support/world";

test("every page forbids framing, foreign scripts, sniffing and storing", async ({ context, world, as }) => {
  await as(world.administrator);
  for (const path of ["/sign-in", "/", "/integrations/api-access", "/nothing-here"]) {
    const { "content-security-policy": policy, ...headers } = (await context.request.get(path)).headers();
    expect(policy, path).toMatch(/script-src [^;]*'nonce-[^']+'/);
    expect(policy, path).not.toContain("'unsafe-");
    for (const directive of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ]) {
      expect(policy, path).toContain(directive);
    }
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBeTruthy();
    expect(headers["cache-control"], path).toContain("no-store");
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});

test("two answers never share a nonce", async ({ context }) => {
  const nonce = async () => {
    const { "content-security-policy": policy = "" } = (await context.request.get("/sign-in")).headers();
    return /'nonce-([^']+)'/.exec(policy)?.[1];
  };
  const [first, second] = [await nonce(), await nonce()];
  expect(first).toBeTruthy();
  expect(second).not.toBe(first);
});

test("pages of the desk send strangers to the sign-in page and tell them nothing", async ({
  context,
  world,
}) => {
  for (const path of ["/", "/integrations/api-access", "/users", "/audit", "/gateways", "/personal-tokens"]) {
    const response = await context.request.get(path, { maxRedirects: 0 });
    expect(response.status(), path).toBe(307);
    expect(response.headers().location, path).toContain("/sign-in");
    expect(await response.text(), path).not.toContain(world.accountName);
  }
  const csv = await context.request.get("/integrations/api-access/export.csv", { maxRedirects: 0 });
  expect([307, 401]).toContain(csv.status());
});

httpTest(
  "markup that was injected gets neither script nor style; what the desk's own scripts style is styled",
  async ({ page, context }) => {
    const world = await createWorld();
    await signInAs(context, world.administrator, world.accountId);
    await page.goto("/users");
    const seen = await page.evaluate(async () => {
      const box = document.createElement("div");
      box.innerHTML = `<p style="color: rgb(1, 2, 3)" onclick="window.ran = true">x</p><style>p { color: rgb(4, 5, 6) }</style>`;
      document.body.append(box);
      const injected = box.querySelector("p") as HTMLElement;
      injected.click();
      const before = getComputedStyle(injected).color;
      injected.style.color = "rgb(7, 8, 9)";
      return { before, after: getComputedStyle(injected).color, ran: "ran" in window };
    });
    expect(seen).toEqual({
      before: expect.not.stringMatching(/rgb\((1, 2, 3|4, 5, 6)\)/),
      after: "rgb(7, 8, 9)",
      ran: false,
    });
  },
);

test("a form asks for nothing that the policy of its page forbids", async ({ page, world, as }) => {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    document.addEventListener("securitypolicyviolation", (event) =>
      seen.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  await as(world.administrator);
  await page.goto("/account/security");
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  expect(await page.evaluate(() => (window as { seen?: string[] }).seen)).toEqual([]);
});
