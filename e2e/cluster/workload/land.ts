import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { randomBase62 } from "@/domain/tokens/alphabet";
import { locatorLength } from "@/domain/tokens/sealed-string";
import { createDatabase } from "@/prisma/client-factory";
import { parseConfig } from "@/services/config";
import { createGateway } from "@/services/gateways/create";
import type { Context } from "@/services/kernel/context";
import { createKeyring } from "@/services/keys/keyring";
import { largeLimits } from "@/services/testing/large-limits";
import { patience } from "@/services/testing/patience";
import { unwrap } from "@/services/testing/tokens";
import { createToken } from "@/services/tokens/create";

/** An account, and the account token with which the harness manages it over HTTP. */
export type Account = { readonly id: string; readonly control: string };

/** What the runs stand on: made through the services, past links and nodes. */
export type Land = {
  readonly masterKey: string;
  /** A gateway's token: it may ask about the tokens of every account. */
  readonly gateway: string;
  makeAccount(): Promise<Account>;
  close(): Promise<void>;
};

export async function openLand(databaseUrl: string): Promise<Land> {
  const key = randomBytes(32);
  const db = createDatabase(databaseUrl, 2, undefined, patience);
  const context: Context = {
    db,
    keys: createKeyring(key),
    config: parseConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: "silent" }),
    claim: { kind: "cli" },
    origin: { ip: null, userAgent: "cluster", requestId: null },
    now: () => new Date(),
  };
  const makeAccount = async (): Promise<Account> => {
    const id = uuidv7();
    const locator = randomBase62(locatorLength, randomBytes);
    await db.account.create({
      data: {
        id,
        locator,
        name: `Account ${locator}`,
        plan: "platform",
        ...largeLimits,
        createdAt: new Date(),
      },
    });
    const made = await createToken(context, { type: "account", name: "Control" }, { accountId: id });
    return { id, control: unwrap(made).secret };
  };
  const first = await makeAccount();
  const gateway = await createGateway(
    context,
    { name: "Edge", forDeployment: true },
    { accountId: first.id },
  );
  return {
    masterKey: key.toString("base64"),
    gateway: unwrap(gateway).secret,
    makeAccount,
    close: () => db.$disconnect(),
  };
}
