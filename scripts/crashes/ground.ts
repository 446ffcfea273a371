import { createDatabase } from "@/prisma/client-factory";
import type { Deployment } from "@/scripts/crashes/deployment";
import { parseConfig } from "@/services/config";
import { createGateway } from "@/services/gateways/create";
import type { Context } from "@/services/kernel/context";
import { createKeyring } from "@/services/keys/keyring";
import { patience } from "@/services/testing/patience";
import { unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";
import { createToken } from "@/services/tokens/create";

export type Ground = {
  readonly tenant: Tenant;
  /** With which the writers call: an account token. */
  readonly account: string;
  readonly gateway: string;
  /** Verified all the time, and changed by nobody. */
  readonly busy: readonly { readonly id: string; readonly secret: string }[];
};

const busyTokens = 12;

/** An account on the platform plan, what its writers call with, and tokens that are busy. */
export async function prepareGround(deployment: Deployment): Promise<Ground> {
  const db = createDatabase(deployment.databaseUrl, 4, undefined, patience);
  try {
    const clock = { now: new Date(), advance: () => undefined };
    const tenant = await createTenant(db, clock, "Acme Ltd");
    const { accountId } = tenant;
    const context: Context = {
      db,
      keys: createKeyring(deployment.masterKey),
      config: parseConfig({ DATABASE_URL: deployment.databaseUrl, LOG_LEVEL: "silent" }),
      claim: { kind: "cli" },
      origin: { ip: null, userAgent: null, requestId: null },
      now: () => new Date(),
    };
    const make = async (type: string, name: string, organizationId: string | null = null) =>
      unwrap(await createToken(context, { type, name, organizationId }, { accountId }));
    const busy = [];
    for (let i = 0; i < busyTokens; i++) {
      const { id, secret } = await make("organization", `Busy ${i}`, tenant.organizationId);
      busy.push({ id, secret });
    }
    const gateway = unwrap(await createGateway(context, { name: "Edge" }, { accountId }));
    const { secret: account } = await make("account", "Writer");
    return { tenant, account, gateway: gateway.secret, busy };
  } finally {
    await db.$disconnect();
  }
}
