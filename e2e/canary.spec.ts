import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@/e2e/support/fixtures";
import { signInAs } from "@/e2e/support/sign-in";
import type { Context } from "@/services/kernel/context";
import { createToken } from "@/services/tokens/create";
import { rotateToken } from "@/services/tokens/rotate";
import { rotateTokens } from "@/services/tokens/rotate-many";

/** Every regular file below a folder but the database's own. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    if (entry.isSymbolicLink() || entry.name === "postgres") return [];
    return entry.isDirectory() ? filesBelow(at) : statSync(at).isFile() ? [at] : [];
  });
}

test("a token's secret is in its one response and nowhere else", async ({
  page,
  context,
  world,
  product,
  verify,
}) => {
  const { sessionId } = await signInAs(context, world.administrator, world.accountId);
  const asAdministrator: Context = { ...product.context, claim: { kind: "session", sessionId } };
  const made = await createToken(asAdministrator, {
    type: "impersonation",
    name: "Canary",
    notes: "planted",
    actsAsUserId: world.templateUser.id,
  });
  if (!made.ok) throw new Error(made.refusal.message);
  const rotated = await rotateToken(asAdministrator, { tokenId: made.value.id, graceSeconds: 3600 });
  if (!rotated.ok) throw new Error(rotated.refusal.message);
  const one = await createToken(asAdministrator, { type: "account", name: "One of many" });
  if (!one.ok) throw new Error(one.refusal.message);
  const named = { tokenId: one.value.id, expectedLast4: one.value.secret.slice(-4) };
  const many = await rotateTokens(asAdministrator, { tokens: [named] });
  if (!many.ok) throw new Error(many.refusal.message);
  const canaries = [made.value.secret, rotated.value.secret, many.value.tokens[0]!.secret];
  // The random part alone, too: nothing may keep it under another prefix.
  const needles = canaries.flatMap((secret) => [secret, secret.split("_")[2] ?? secret]);

  // Use it in every way, also wrongly.
  for (const secret of canaries) {
    expect((await verify(secret)).verdict).toBe("valid");
    await fetch(`${product.apiUrl}/api/v1.0/whoami`, {
      headers: { authorization: `Impersonation ${secret}` },
    });
    await fetch(`${product.apiUrl}/api/v1.0/whoami`, { headers: { authorization: `Bearer ${secret}` } });
    await fetch(`${product.apiUrl}/api/v1.0/whoami?access_token=${secret}`);
    await fetch(`${product.apiUrl}/v1/tokens/verify`, { method: "POST", body: `{"token":"${secret}"` });
    await fetch(`${product.apiUrl}/nothing/${secret}`);
  }

  const seen: { where: string; text: string }[] = [];
  const id = made.value.id;
  for (const where of [
    "/",
    "/integrations/api-access",
    `/integrations/api-access/${id}`,
    "/audit",
    "/personal-tokens",
  ]) {
    await page.goto(where);
    seen.push({ where: `HTML of ${where}`, text: await page.content() });
    const plain = await context.request.get(where);
    seen.push({ where: `source of ${where}`, text: await plain.text() });
    const flight = await context.request.get(where, { headers: { RSC: "1" } });
    seen.push({ where: `flight of ${where}`, text: await flight.text() });
  }
  const csv = await context.request.get("/integrations/api-access/export.csv");
  expect(csv.status()).toBe(200);
  expect(await csv.text()).toContain("Canary");
  seen.push({ where: "CSV", text: await csv.text() });
  seen.push({ where: "cookies", text: JSON.stringify(await context.cookies()) });
  seen.push({
    where: "web storage",
    text: await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]),
    ),
  });

  // The database in plain text: every column of every row.
  const tables = await product.db.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`;
  for (const { name } of tables) {
    const rows = await product.db.$queryRawUnsafe<{ row: string }[]>(
      `SELECT t::text AS row FROM "${name}" t`,
    );
    seen.push({ where: `table ${name}`, text: rows.map(({ row }) => row).join("\n") });
  }
  for (const file of filesBelow(product.dataDir))
    seen.push({ where: file, text: readFileSync(file, "latin1") });

  expect(seen.find(({ where }) => where === "table TokenSecret")?.text).toContain(
    made.value.secret.slice(-4),
  );
  for (const { where, text } of seen) {
    for (const needle of needles) expect(text.includes(needle), `the secret is in: ${where}`).toBe(false);
  }
});
