import type { Result } from "@/domain/result";
import type { CreatedToken } from "@/domain/tokens/token-views";
import { type TokenType, typeRule } from "@/domain/tokens/types";
import type { Person, Tenant, World } from "@/services/testing/world";
import { createToken } from "@/services/tokens/create";

/** The value of a result that a test relies on; throws the refusal otherwise. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}

/** The code of a refusal; "done" when there was none. */
export function codeOf(result: Result<unknown>): string {
  return result.ok ? "done" : result.refusal.code;
}

export type WantedToken = {
  readonly type?: Exclude<TokenType, "gateway">;
  readonly name?: string;
  readonly notes?: string;
  readonly expiresAt?: Date | null;
  /** Owner of a personal token; else who makes it. Defaults to the administrator. */
  readonly by?: Person;
  readonly organizationId?: string;
};

/** Makes a token through the service, impersonating the tenant's template user unless another type is wanted. */
export async function makeToken(tenant: Tenant, wanted: WantedToken = {}): Promise<CreatedToken> {
  const type = wanted.type ?? "impersonation";
  return unwrap(
    await createToken((wanted.by ?? tenant.administrator).context, {
      type,
      name: wanted.name ?? "Nightly sync",
      notes: wanted.notes ?? "",
      expiresAt: wanted.expiresAt ?? null,
      actsAsUserId: type === "impersonation" ? tenant.templateUserId : null,
      organizationId:
        typeRule(type).belongsTo === "organization" ? (wanted.organizationId ?? tenant.organizationId) : null,
    }),
  );
}

export type TokenState = "active" | "disabled" | "expired" | "deleted";

/** Makes a token and brings it into a state, past the services: what they answer to it is what tests ask. */
export async function makeTokenInState(
  world: World,
  tenant: Tenant,
  state: TokenState,
  wanted: WantedToken = {},
): Promise<CreatedToken> {
  const token = await makeToken(tenant, wanted);
  const past = new Date(world.clock.now.getTime() - 60_000);
  if (state === "disabled") {
    await world.db.token.update({ where: { id: token.id }, data: { disabledAt: past } });
  }
  if (state === "expired") {
    const createdAt = new Date(world.clock.now.getTime() - 86_400_000);
    await world.db.token.update({ where: { id: token.id }, data: { createdAt, expiresAt: past } });
  }
  if (state === "deleted") {
    await world.db.tokenSecret.updateMany({ where: { tokenId: token.id }, data: { destroyedAt: past } });
    await world.db.token.update({
      where: { id: token.id },
      data: { deletedAt: past, deletedByName: "Somebody" },
    });
  }
  return token;
}

/** Notes a successful use of a token's current secret, as the usage flush would. */
export async function noteUse(
  world: World,
  tokenId: string,
  at: Date = world.clock.now,
  ip = "10.0.0.4",
): Promise<void> {
  const secret = await world.db.tokenSecret.findFirstOrThrow({
    where: { tokenId, retiresAt: null, destroyedAt: null },
  });
  await world.db.tokenActivity.update({
    where: { tokenId },
    data: { firstUsedAt: at, lastUsedAt: at, lastIp: ip, lastAgent: "curl/8", total: { increment: 1 } },
  });
  const caller = { tokenId, secretId: secret.id, ip, agent: "curl/8" };
  await world.db.tokenCaller.upsert({
    where: { tokenId_secretId_ip_agent: caller },
    create: { ...caller, firstSeenAt: at, lastSeenAt: at, total: 1 },
    update: { lastSeenAt: at, total: { increment: 1 } },
  });
}

/** A secret with another last character, whatever that was: as long, and not the same. */
export function withOtherEnd(secret: string): string {
  return `${secret.slice(0, -1)}${secret.endsWith("x") ? "y" : "x"}`;
}
