import { randomUUID } from "node:crypto";
import type { Result } from "@/domain/result";
import type { Ids, Row } from "@/e2e/authorisation/row";
import { openProduct } from "@/e2e/support/product";
import { openSession } from "@/e2e/support/sign-in";
import { createWorld, type World } from "@/e2e/support/world";
import { createApiClient } from "@/services/api-clients/create";
import { createGateway } from "@/services/gateways/create";
import { createLink } from "@/services/invitations/create-link";
import { startReview } from "@/services/reviews/start";
import { plantApp } from "@/services/testing/second-factors";
import { createToken } from "@/services/tokens/create";

type Maker = (world: World) => Promise<Partial<Ids>>;

/** A world with what the row's calls are about, and no more: making all of it for each row would take most of the time. */
export async function arrange(row: Row): Promise<{ world: World; ids: Ids }> {
  const world = await createWorld();
  const needed = new Set<string>();
  const asked = new Proxy({} as Ids, { get: (_, name) => needed.add(String(name)) && "" });
  row.args(world, asked, world.member);
  const ids: Partial<Record<string, string>> = {};
  for (const name of needed) {
    if (!(name in ids)) Object.assign(ids, await makers[name as keyof Ids](world));
  }
  await row.prepare?.(world, ids as Ids);
  return { world, ids: ids as Ids };
}

const makeTarget: Maker = async (world) => {
  const input = { type: "impersonation", name: "Target", actsAsUserId: world.templateUser.id };
  const { id, secret } = await made(createToken(openProduct().context, input, account(world)));
  return { token: id, secret };
};

const makeGateway: Maker = async (world) => {
  const { id, secret } = await made(createGateway(openProduct().context, { name: "Edge" }, account(world)));
  return { gateway: id, gatewayLast4: secret.slice(-4) };
};

const makers: Record<keyof Ids, Maker> = {
  token: makeTarget,
  secret: makeTarget,
  key: async (world) => {
    const make = (name: string) => {
      const input = { type: "api_key", name, organizationId: world.organization.id };
      return made(createToken(openProduct().context, input, account(world)));
    };
    // The second is not the default yet.
    await make("Default");
    return { key: (await make("Key")).id };
  },
  personal: async (world) => {
    const options = { ...account(world), ownerUserId: world.member.id };
    const input = { type: "personal", name: "Of the member" };
    return { personal: (await made(createToken(openProduct().context, input, options))).id };
  },
  gateway: makeGateway,
  gatewayLast4: makeGateway,
  downloaded: async (world) => {
    const { gateway: id = "" } = await makeGateway(world);
    const { token = "" } = await makeTarget(world);
    await openProduct().db.gateway.update({ where: { id }, data: { downloadedWithId: token } });
    return { downloaded: id };
  },
  factor: async (world) => ({ factor: await plantApp(openProduct().db, world.member.id, new Date()) }),
  client: async (world) => ({
    client: (await made(createApiClient(openProduct().context, { name: "Importer" }, account(world)))).id,
  }),
  clientToken: async (world) => {
    const { context, db } = openProduct();
    const client = await made(createApiClient(context, { name: "Importer" }, account(world)));
    const obtained = await made(createToken(context, { type: "account", name: "Importer" }, account(world)));
    await db.token.update({ where: { id: obtained.id }, data: { apiClientId: client.id } });
    return { clientToken: obtained.id };
  },
  review: async (world) => {
    const { token = "" } = await makeTarget(world);
    const input = {
      name: "Review",
      filter: { ids: [token] },
      dueOn: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      reviewerIds: [world.administrator.id],
    };
    return { token, review: (await made(startReview(openProduct().context, input, account(world)))).id };
  },
  session: async (world) => ({ session: (await openSession(world.member, world.accountId)).sessionId }),
  invitation: async (world) => ({ invitation: (await makeLink(world, "invitation")).id }),
  invitationLink: async (world) => ({ invitationLink: (await makeLink(world, "invitation")).secret }),
  resetLink: async (world) => ({ resetLink: (await makeLink(world, "reset")).secret }),
  setUpLink: async (world) => ({ setUpLink: (await makeLink(world, "set_up")).secret }),
};

const account = (world: World) => ({ accountId: world.accountId });

async function made<T>(result: Promise<Result<T>>): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value;
}

async function makeLink(world: World, purpose: "invitation" | "reset" | "set_up") {
  const { context, db } = openProduct();
  const { id, path } = await db.$transaction((tx) =>
    createLink(tx, context.keys, new Date(), {
      purpose,
      accountId: world.accountId,
      createdById: world.administrator.id,
      ...(purpose === "reset" ? { userId: world.member.id } : { email: `${randomUUID()}@example.com` }),
      role: "member",
    }),
  );
  return { id, secret: path.split("#")[1] ?? "" };
}
