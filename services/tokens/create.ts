import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Action } from "@/domain/access/actions";
import { done, type Result } from "@/domain/result";
import { canBeRevealed } from "@/domain/tokens/policy";
import type { CreatedToken } from "@/domain/tokens/token-views";
import { tokenTypes, typeRule } from "@/domain/tokens/types";
import { requirePlan } from "@/services/accounts/require-plan";
import { act, isUniqueViolation, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { holdPolicy } from "@/services/policy/hold";
import { refuseLifetime } from "@/services/policy/refuse-lifetime";
import { becomeFirstDefault } from "@/services/tokens/first-default";
import { keepRevealable } from "@/services/tokens/keep-revealable";
import { mintSecret } from "@/services/tokens/mint-secret";
import { refuseStronger } from "@/services/tokens/refuse-stronger";
import { tokenFields } from "@/services/tokens/token-fields";

const createInput = z.object({
  type: tokenFields.type,
  name: tokenFields.name,
  notes: tokenFields.notes.default(""),
  /** Template user for impersonation; ignored for personal tokens, whose owner is the actor. */
  actsAsUserId: z.uuid({ error: "Choose a user." }).nullish(),
  organizationId: z.uuid({ error: "Choose an organization." }).nullish(),
  expiresAt: tokenFields.expiresAt.default(null),
  ipAllowList: tokenFields.ipAllowList.default([]),
  /** Made by the form when it opens, so that a double submit makes one token. */
  requestKey: z.uuid({ error: "The request key must be a UUID." }).nullish(),
});

export type CreateTokenInput = z.input<typeof createInput>;

/**
 * Generates a token of any type but `gateway` (see gateways/create) in the actor's account. Sources: Zorus "Generating a New
 * API Token", Zerops "Creating a Token", Zephyr "Create an API Token".
 * Refuses: invalid_input, forbidden, reauthentication_required, stronger_token, plan_required, not_found (foreign or unknown user or
 * organization), cap_reached, expiry_beyond_policy, already_exists (one live export or download token), duplicate_request.
 */
export async function createToken(
  context: Context,
  input: unknown,
  options: { accountId?: string; ownerUserId?: string } = {},
): Promise<Result<CreatedToken>> {
  const parsed = parseInput(createInput, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  if (wanted.type === "gateway")
    return refuseWith("invalid_input", "Gateway tokens are made by adding a gateway.");
  const action: Action = wanted.type === "personal" ? "personal_token.create" : "token.create";
  try {
    return await act(
      context,
      action,
      (work) => create(context, work, wanted, options.ownerUserId ?? null),
      options,
    );
  } catch (error) {
    // The request key is the only unique value that a person can repeat; one-live types are checked under a lock.
    if (isUniqueViolation(error) && wanted.requestKey) return refuseWith("duplicate_request");
    throw error;
  }
}

async function create(
  context: Context,
  work: Work,
  wanted: z.output<typeof createInput>,
  ownerUserId: string | null,
): Promise<Result<CreatedToken>> {
  const { tx, actor, accountId, now, audit } = work;
  const within = refuseStronger(actor, wanted);
  if (!within.ok) return within;
  const rule = typeRule(wanted.type);
  const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
  const plan = requirePlan(account.plan, rule.plan, `${rule.label} tokens`);
  if (!plan.ok) return plan;
  if (wanted.expiresAt !== null && wanted.expiresAt <= now) {
    return refuseWith("invalid_input", "The expiry must lie in the future.", {
      expiresAt: "must lie in the future",
    });
  }
  const bearer = await findBearer(work, wanted, actor.kind === "user" ? actor.userId : ownerUserId);
  if (!bearer.ok) return bearer;
  const { organization, actsAs } = bearer.value;
  const policy = await holdPolicy(tx, accountId);
  const lifetime = refuseLifetime(policy, wanted.expiresAt, now);
  if (!lifetime.ok) return lifetime;
  if (organization !== null) {
    const cap = await checkCap(work, organization, wanted.type, policy.keyCap);
    if (!cap.ok) return cap;
  }
  const id = uuidv7();
  const minted = mintSecret(context, wanted.type, organization?.locator ?? account.locator, now);
  const { parsed, row } = minted;
  await tx.token.create({
    data: {
      id,
      accountId,
      organizationId: organization?.id ?? null,
      type: wanted.type,
      name: wanted.name,
      notes: wanted.notes,
      actsAsUserId: actsAs?.id ?? null,
      createdById: actor.kind === "user" ? actor.userId : null,
      createdByName: actor.name,
      createdAt: now,
      updatedAt: now,
      expiresAt: wanted.expiresAt,
      ipAllowList: wanted.ipAllowList,
      prefix: parsed.prefix,
      last4: parsed.last4,
      requestKey: wanted.requestKey ?? null,
      secrets: { create: row },
      activity: { create: { accountId } },
    },
  });
  await keepRevealable(context, tx, { accountId, tokenId: id }, minted);
  if (wanted.type === "api_key" && organization !== null) {
    await becomeFirstDefault(tx, accountId, organization.id, id);
  }
  await audit({
    action: "token.create",
    target: { kind: "token", id, name: wanted.name },
    details: {
      type: wanted.type,
      actsAs: actsAs?.name ?? organization?.name ?? null,
      ...(actsAs ? { actsAsUserId: actsAs.id } : {}),
      ...(organization ? { organizationId: organization.id } : {}),
      expiresAt: wanted.expiresAt,
      ipAllowList: wanted.ipAllowList,
      last4: parsed.last4,
    },
  });
  return done({
    id,
    name: wanted.name,
    type: wanted.type,
    secret: parsed.text,
    shownOnce: !canBeRevealed(policy, wanted.type),
    scheme: rule.scheme,
    actsAs: actsAs?.name ?? organization?.name ?? null,
    expiresAt: wanted.expiresAt,
  });
}

type Bearer = {
  organization: { id: string; locator: string; name: string; keyCap: number } | null;
  actsAs: { id: string; name: string } | null;
};

// Whom the token acts for: always of this account, and of the actor's organization where it is bound to one; that one is
// meant when none is named. A foreign id is answered as if it did not exist.
async function findBearer(
  { tx, accountId, organizationId: reach }: Work,
  wanted: z.output<typeof createInput>,
  ownerId: string | null,
): Promise<Result<Bearer>> {
  const rule = tokenTypes[wanted.type];
  if (wanted.actsAsUserId && rule.actsAs !== "template_user" && rule.actsAs !== "owner")
    return refuseWith("invalid_input", `${typeRule(wanted.type).label} tokens act as no user.`, {
      actsAsUserId: "does not go with this type",
    });
  if (rule.belongsTo === "organization") {
    const id = wanted.organizationId ?? reach;
    if (!id) return refuseWith("invalid_input", "Choose an organization.", { organizationId: "is needed" });
    // Locked: counting keys and adding one must not interleave (ASVS 2.3.4).
    const rows = await tx.$queryRaw<NonNullable<Bearer["organization"]>[]>`
      SELECT "id", "locator", "name", "keyCap" FROM "Organization"
      WHERE "id" = ${id}::uuid AND "accountId" = ${accountId}::uuid AND "deletedAt" IS NULL FOR UPDATE`;
    const organization = rows[0];
    return organization && (reach === null || organization.id === reach)
      ? done({ organization, actsAs: null })
      : refuseWith("not_found", "There is no such organization.");
  }
  // Whoever names one wants less than the whole account, and must not get all of it.
  if (wanted.organizationId)
    return refuseWith(
      "invalid_input",
      `${typeRule(wanted.type).label} tokens are bound to no organization.`,
      {
        organizationId: "does not go with this type",
      },
    );
  if (rule.actsAs !== "template_user" && rule.actsAs !== "owner")
    return done({ organization: null, actsAs: null });
  const userId = rule.actsAs === "owner" ? ownerId : wanted.actsAsUserId;
  if (!userId)
    return refuseWith("invalid_input", "Choose the user it acts as.", { actsAsUserId: "is needed" });
  // Locked: a removal or disabling waits and takes this token along, or was first and leaves nobody to act as.
  const [member] = await tx.$queryRaw<NonNullable<Bearer["actsAs"]>[]>`
    SELECT u."id", u."name" FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
    WHERE m."userId" = ${userId}::uuid AND m."accountId" = ${accountId}::uuid AND m."disabledAt" IS NULL
      AND u."disabledAt" IS NULL AND u."kind" = ${rule.actsAs === "owner" ? "person" : "template"}::"UserKind"
    FOR SHARE OF m, u`;
  if (member === undefined) return refuseWith("not_found", "There is no such user.");
  return done({ organization: null, actsAs: member });
}

async function checkCap(
  { tx, accountId }: Work,
  organization: { id: string; name: string; keyCap: number },
  type: keyof typeof tokenTypes,
  policyCap: number,
): Promise<Result<null>> {
  const { cap } = typeRule(type);
  if (cap === "none") return done(null);
  const live = await tx.token.count({
    where: { accountId, organizationId: organization.id, type, deletedAt: null },
  });
  if (cap === "one_per_organization" && live > 0) {
    return refuseWith(
      "already_exists",
      `${organization.name} has one already. Rotate it, or delete it first.`,
    );
  }
  const keyCap = Math.min(organization.keyCap, policyCap);
  if (cap === "organization_key_cap" && live >= keyCap) {
    return refuseWith(
      "cap_reached",
      `${organization.name} has ${live} of ${keyCap} keys. ${roomWords(live - keyCap)}`,
    );
  }
  return done(null);
}

// Below what is there already, where the account's policy was tightened since.
function roomWords(beyond: number): string {
  return beyond === 0
    ? "Delete one first."
    : `Delete ${beyond + 1} first: the account's token policy allows no more.`;
}
