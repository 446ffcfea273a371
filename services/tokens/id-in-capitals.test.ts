import { expect, test } from "vitest";
import { findTokenThen } from "@/services/audit/point-in-time/find-token-then";
import { listTokensThen } from "@/services/audit/point-in-time/list-tokens-then";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { loadTokenDetails } from "@/services/tokens/details";
import { loadTokenRecord } from "@/services/tokens/load-record";
import { rotateToken } from "@/services/tokens/rotate";
import { removeUser } from "@/services/users/remove";

const desk = openTenantPerTest();
const { admin } = desk;

// RFC 9562 §4: a UUID is the same in capitals.
test("a token is found by its id in capitals, by whatever asks for it", async () => {
  const { id } = await makeToken(desk.tenant);
  const tokenId = id.toUpperCase();
  expect(unwrap(await loadTokenDetails(admin(), { tokenId })).id).toBe(id);
  expect(unwrap(await loadTokenRecord(admin(), { tokenId })).id).toBe(id);
  const at = desk.world.clock.now.toISOString();
  expect(unwrap(await findTokenThen(admin(), { tokenId, at })).token.id).toBe(id);
  const { id: secretId } = await desk.world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: id } });
  const expectedSecretId = secretId.toUpperCase();
  expect(unwrap(await rotateToken(admin(), { tokenId, expectedSecretId })).id).toBe(id);
});

test("what a person could use at a moment does not depend on how the id is written", async () => {
  await makeToken(desk.tenant);
  const at = desk.world.clock.now.toISOString();
  const { userId } = desk.tenant.administrator;
  const answer = unwrap(await listTokensThen(admin(), { userId, at }));
  expect(answer.tokens).toHaveLength(1);
  expect(unwrap(await listTokensThen(admin(), { userId: userId.toUpperCase(), at }))).toEqual(answer);
});

test("nobody removes themselves under their id in capitals", async () => {
  const { context, userId } = desk.tenant.administrator;
  expect(codeOf(await removeUser(context, { userId: userId.toUpperCase() }))).toBe("own_user");
});
