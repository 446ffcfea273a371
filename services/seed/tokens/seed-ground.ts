import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { planIncludes } from "@/domain/access/plans";
import { randomBase62 } from "@/domain/tokens/alphabet";
import { locatorLength } from "@/domain/tokens/sealed-string";
import { tokenTypes } from "@/domain/tokens/types";
import type { Work } from "@/services/kernel/act";
import type { SeedGround } from "@/services/seed/tokens/insert-statements";

const templateUsers = 20;
const organizations = 5;

/** What tokens of this account can hang on; template users and organizations are made where there are none. */
export async function prepareGround({ tx, accountId, now }: Work): Promise<SeedGround> {
  const { plan } = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { plan: true } });
  const members = await tx.membership.findMany({
    where: { accountId, disabledAt: null, user: { disabledAt: null } },
    select: { userId: true, user: { select: { kind: true } } },
    take: 2_000,
  });
  const peopleIds = members.filter((m) => m.user.kind === "person").map((m) => m.userId);
  const templateUserIds = members.filter((m) => m.user.kind === "template").map((m) => m.userId);
  if (templateUserIds.length === 0) templateUserIds.push(...(await makeTemplateUsers(tx, accountId, now)));
  const found = await tx.organization.findMany({
    where: { accountId, deletedAt: null },
    select: { id: true },
    take: 1_000,
  });
  const organizationIds = found.map((organization) => organization.id);
  if (organizationIds.length === 0) organizationIds.push(...(await makeOrganizations(tx, accountId, now)));
  // Six in ten impersonate; types whose number is capped per organization are left out.
  const kinds = new Array<string>(6).fill("impersonation");
  if (peopleIds.length > 0) kinds.push("personal", "personal");
  if (planIncludes(plan, tokenTypes.organization.plan)) kinds.push("organization", "organization");
  return { accountId, kinds, templateUserIds, peopleIds, organizationIds };
}

async function makeTemplateUsers(tx: Work["tx"], accountId: string, now: Date): Promise<string[]> {
  const ids = Array.from({ length: templateUsers }, () => uuidv7());
  await tx.user.createMany({
    data: ids.map((id, i) => ({ id, kind: "template" as const, name: `svc-seed-${i + 1}`, createdAt: now })),
  });
  await tx.membership.createMany({
    data: ids.map((userId) => ({
      userId,
      accountId,
      role: "member" as const,
      permissions: ["reports:read"],
      createdAt: now,
    })),
  });
  return ids;
}

async function makeOrganizations(tx: Work["tx"], accountId: string, now: Date): Promise<string[]> {
  const ids = Array.from({ length: organizations }, () => uuidv7());
  await tx.organization.createMany({
    data: ids.map((id, i) => ({
      id,
      accountId,
      locator: randomBase62(locatorLength, randomBytes),
      name: `Seed organization ${i + 1}`,
      createdAt: now,
    })),
  });
  return ids;
}
