import { randomBytes } from "node:crypto";
import { makeTokenString } from "@/domain/tokens/token-string";
import type { Verdict } from "@/domain/verification/verdicts";
import type { OpenWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState, type WantedToken } from "@/services/testing/tokens";
import { createTenant } from "@/services/testing/world";

/** What a gateway asks to get a verdict. */
export type Question = {
  readonly token: string;
  readonly permission?: string;
  readonly organization?: string | null;
  readonly ip?: string;
};

/** A question for each verdict. Those of limits need one question before them, which is answered "valid". */
export async function makeVerdictQuestions(world: OpenWorld): Promise<Readonly<Record<Verdict, Question>>> {
  const { db, clock, acme } = world;
  const unknown = makeTokenString("impersonation", acme.locator, randomBytes).text;
  const changed = async (data: object, wanted: WantedToken = {}): Promise<Question> => {
    const { id, secret } = await makeToken(acme, wanted);
    await db.token.update({ where: { id }, data });
    return { token: secret };
  };
  const inState = async (state: "disabled" | "expired" | "deleted"): Promise<Question> => ({
    token: (await makeTokenInState(world, acme, state)).secret,
  });
  // A tenant of its own for what concerns the whole account.
  const ofTenant = async (name: string, data: object, type: WantedToken["type"] = "impersonation") => {
    const tenant = await createTenant(db, clock, name);
    const { secret } = await makeToken(tenant, { type });
    await db.account.update({ where: { id: tenant.accountId }, data });
    return { token: secret };
  };
  const account = await makeToken(acme, { type: "account" });
  const good = await makeToken(acme);
  const personal = await makeToken(acme, { type: "personal", by: acme.otherMember });
  await db.user.update({ where: { id: acme.otherMember.userId }, data: { disabledAt: clock.now } });
  return {
    missing: { token: "" },
    malformed: { token: `${unknown.slice(0, -1)}!` },
    unknown: { token: unknown },
    revoked: await inState("deleted"),
    disabled: await inState("disabled"),
    expired: await inState("expired"),
    not_yet_valid: await changed({ notBefore: new Date(clock.now.getTime() + 1) }),
    wrong_scheme: { token: `Bearer ${good.secret}` },
    owner_inactive: { token: personal.secret },
    ip_not_allowed: await changed({ ipAllowList: ["192.0.2.0/24"] }),
    plan_required: await ofTenant("Smaller plan", { plan: "professional" }, "account"),
    forbidden: { token: good.secret, permission: "billing:write" },
    organization_required: { token: account.secret, organization: null },
    rate_limited: await ofTenant("One a minute", { requestsPerMinute: 1 }),
    quota_exceeded: await ofTenant("One a day", { licensedAssets: 1 }),
    valid: { token: good.secret },
  };
}
