import { expect, test } from "vitest";
import { tokenNotesLengthMax } from "@/domain/tokens/bounds";
import { editPersonalToken } from "@/services/personal-tokens/edit";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { editToken } from "@/services/tokens/edit";

const desk = openTenantPerTest();

test("the place of a secret becomes a line of the notes as they are, whatever the page that asks knew of them", async () => {
  const { id: tokenId } = await makeToken(desk.tenant, { notes: "As the page showed them" });
  unwrap(await editToken(desk.admin(), { tokenId, notes: "Do not delete: ask Pat" }));
  unwrap(await editToken(desk.admin(), { tokenId, storagePlace: "Vault, kv/sync" }));
  expect((await desk.rowOf(tokenId)).notes).toBe("Do not delete: ask Pat\nStored in: Vault, kv/sync");
  unwrap(await editToken(desk.admin(), { tokenId, storagePlace: "1Password" }));
  expect((await desk.rowOf(tokenId)).notes).toBe("Do not delete: ask Pat\nStored in: 1Password");
  expect(await desk.lastEvent(tokenId)).toMatchObject({
    action: "token.edit",
    details: { changed: ["the notes"] },
  });
  unwrap(await editToken(desk.admin(), { tokenId, storagePlace: "" }));
  expect((await desk.rowOf(tokenId)).notes).toBe("Do not delete: ask Pat");
});

test("so it does of one's own personal token", async () => {
  const { member } = desk.tenant;
  const { id: tokenId } = await makeToken(desk.tenant, { type: "personal", by: member, notes: "Laptop" });
  unwrap(await editPersonalToken(member.context, { tokenId, storagePlace: "Keychain" }));
  expect((await desk.rowOf(tokenId)).notes).toBe("Laptop\nStored in: Keychain");
});

test("a place that the notes have no room for, and the secret itself, are refused", async () => {
  const { id: tokenId, secret } = await makeToken(desk.tenant, { notes: "n".repeat(tokenNotesLengthMax) });
  for (const storagePlace of ["Vault", secret, `Vault ${secret}`, "v".repeat(301)])
    expect(codeOf(await editToken(desk.admin(), { tokenId, storagePlace }))).toBe("invalid_input");
  expect((await desk.rowOf(tokenId)).notes).toBe("n".repeat(tokenNotesLengthMax));
});
