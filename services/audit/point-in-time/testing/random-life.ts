import type { Result } from "@/domain/result";
import { setAccount } from "@/services/accounts/set";
import { createApiClient } from "@/services/api-clients/create";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { enableApiClient } from "@/services/api-clients/enable";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import { acceptInvitation } from "@/services/invitations/accept";
import type { Context } from "@/services/kernel/context";
import { createOrganization } from "@/services/organizations/create";
import { deleteOrganization } from "@/services/organizations/delete";
import { editOrganization } from "@/services/organizations/edit";
import { revokeAllPersonalTokens } from "@/services/personal-tokens/revoke-all";
import type { Random } from "@/services/seed/demo/random";
import { baseContext, obtainToken } from "@/services/testing/api-clients";
import { sessionOf } from "@/services/testing/second-factors";
import { unwrap } from "@/services/testing/tokens";
import { type Person, signInPerson, type Tenant, type World } from "@/services/testing/world";
import { actOnTokens } from "@/services/tokens/bulk";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { revokeToken } from "@/services/tokens/revoke";
import { rotateToken } from "@/services/tokens/rotate";
import { changePermissions } from "@/services/users/change-permissions";
import { changeRole } from "@/services/users/change-role";
import { createTemplateUser } from "@/services/users/create-template";
import { disableUser } from "@/services/users/disable";
import { editTemplateUser } from "@/services/users/edit-template";
import { enableUser } from "@/services/users/enable";
import { inviteUser } from "@/services/users/invite";
import { removeUser } from "@/services/users/remove";

/** A secret that a service handed out; `generation` counts those of its token from 0. */
export type HandedSecret = { readonly tokenId: string; readonly generation: number; readonly text: string };

/** A tenant whose people, organizations and tokens were all made by services, and what was handed out in it. */
export type Life = {
  readonly tenant: Tenant;
  readonly secrets: HandedSecret[];
  readonly tokenIds: string[];
  /** The token that was rotated last: its grace is what the next step may meet. */
  rotated: string | null;
  readonly people: Person[];
  readonly templates: string[];
  readonly organizations: Map<string, string>;
  readonly clients: Map<string, { clientId: string; secret: string }>;
};

const password = "seven green kettles";
const permissionSets = [["reports:read"], ["reports:*", "users:read"], ["*"], []] as const;
const addresses = [[], ["10.0.0.0/8"], ["10.1.2.3/32", "2001:db8::/32"]] as const;
const hour = 3_600_000;
let count = 0;

/** Begins a life: two people who were invited, two template users, two organizations, an API client. */
export async function beginLife(world: World, tenant: Tenant): Promise<Life> {
  const admin = tenant.administrator.context;
  const people: Person[] = [];
  for (const role of ["administrator", "member"]) {
    const email = `life${++count}@x.test`;
    const { path } = unwrap(await inviteUser(admin, { email, role, permissions: ["reports:read"] }));
    const name = `Person ${count}`;
    const joined = await acceptInvitation(baseContext(world), { secret: path.split("#")[1], name, password });
    const { sessionId } = sessionOf(unwrap(joined));
    const session = await world.db.session.findUniqueOrThrow({ where: { id: sessionId } });
    const { accountId } = tenant;
    people.push(await signInPerson(world.db, world.clock, { userId: session.userId, accountId, name }));
  }
  const life: Life = {
    tenant,
    secrets: [],
    tokenIds: [],
    rotated: null,
    people,
    templates: [],
    organizations: new Map(),
    clients: new Map(),
  };
  for (let i = 0; i < 2; i++) {
    const template = await createTemplateUser(admin, { name: `svc ${++count}`, permissions: ["reports:*"] });
    life.templates.push(unwrap(template).id);
    const name = `Depot ${++count}`;
    life.organizations.set(unwrap(await createOrganization(admin, { name })).id, name);
  }
  const client = unwrap(await createApiClient(admin, { name: `Client ${++count}` }));
  life.clients.set(client.id, client);
  // Says which plan it is, as the creation of the account would have.
  unwrap(await setAccount(world.cli, { plan: "platform" }, { accountId: tenant.accountId }));
  return life;
}

/** Does one thing, drawn by chance; what is refused changes nothing. */
export async function liveOn(world: World, life: Life, random: Random): Promise<void> {
  const admin = life.tenant.administrator.context;
  const roll = random.next();
  if (roll < 0.24) return make(world, life, random);
  if (life.tokenIds.length > 0 && roll < 0.6) return touchToken(world, life, random, admin);
  await touchOthers(world, life, random, admin);
}

async function make(world: World, life: Life, random: Random): Promise<void> {
  const { tenant } = life;
  const type = random.pick(["impersonation", "personal", "api_key", "export", "organization", "account"]);
  const owner = random.pick(life.people);
  if (type === "account" && random.chance(0.5)) {
    const client = random.pick([...life.clients.values()]);
    const token = await obtainToken(world, client).catch(() => null);
    if (token !== null) keep(life, token);
    return;
  }
  const organizationId = random.pick([...life.organizations.keys()]);
  const made = await createToken(type === "personal" ? owner.context : tenant.administrator.context, {
    type,
    name: `Token ${++count}`,
    actsAsUserId: type === "impersonation" ? random.pick(life.templates) : null,
    organizationId: ["api_key", "export", "organization"].includes(type) ? organizationId : null,
    expiresAt: random.chance(0.4) ? new Date(world.clock.now.getTime() + random.whole(1, 240) * hour) : null,
    ipAllowList: [...random.pick(addresses)],
  });
  if (made.ok) keep(life, made.value);
}

function keep(life: Life, token: { id: string; secret: string }): void {
  life.tokenIds.push(token.id);
  life.secrets.push({ tokenId: token.id, generation: 0, text: token.secret });
}

async function touchToken(world: World, life: Life, random: Random, admin: Context): Promise<void> {
  const tokenId =
    life.rotated !== null && random.chance(0.5) ? life.rotated : random.pick(life.tokenIds.slice(-12));
  const grace = () => random.pick([0, 3600, 86_400]);
  const expiresAt = random.chance(0.3)
    ? null
    : new Date(world.clock.now.getTime() + random.whole(1, 200) * hour);
  const verbs: (() => Promise<Result<unknown>>)[] = [
    () => disableToken(admin, { tokenId }),
    () => enableToken(admin, { tokenId }),
    () => editToken(admin, { tokenId, expiresAt }),
    () => editToken(admin, { tokenId, ipAllowList: [...random.pick(addresses)], name: `Token ${++count}` }),
    () => finishRotation(admin, { tokenId }),
    () => extendRotation(admin, { tokenId, graceSeconds: random.pick([86_400, 604_800]) }),
    () =>
      actOnTokens(
        admin,
        random.chance(0.5)
          ? { action: "set_expiry", tokenIds: life.tokenIds.slice(-3), expiresAt }
          : { action: random.chance(0.5) ? "disable" : "enable", tokenIds: life.tokenIds.slice(-3) },
      ),
    () => (random.chance(0.5) ? deleteToken(admin, { tokenId }) : revokeToken(world.cli, { tokenId })),
  ];
  if (random.chance(0.3)) {
    const rotated = await rotateToken(admin, { tokenId, graceSeconds: grace() });
    if (!rotated.ok) return;
    life.rotated = tokenId;
    const generation = life.secrets.filter((secret) => secret.tokenId === tokenId).length;
    life.secrets.push({ tokenId, generation, text: rotated.value.secret });
    if (random.chance(0.3)) await extendRotation(admin, { tokenId, graceSeconds: 604_800 });
    return;
  }
  await random.pick(verbs)();
}

async function touchOthers(world: World, life: Life, random: Random, admin: Context): Promise<void> {
  const { accountId } = life.tenant;
  const person = random.pick(life.people).userId;
  const userId = random.chance(0.5) ? person : random.pick(life.templates);
  const apiClientId = random.pick([...life.clients.keys()]);
  const [organizationId, confirmation] = random.pick([...life.organizations]);
  const verbs: (() => Promise<unknown>)[] = [
    () => changePermissions(admin, { userId, permissions: [...random.pick(permissionSets)] }),
    () => changeRole(admin, { userId: person, role: random.pick(["administrator", "auditor", "member"]) }),
    () => disableUser(admin, { userId }),
    () => enableUser(admin, { userId }),
    () => enableUser(admin, { userId }),
    () => editTemplateUser(admin, { userId, name: `svc ${++count}` }),
    () =>
      setAccount(world.cli, { plan: random.pick(["community", "professional", "platform"]) }, { accountId }),
    () => editOrganization(admin, { organizationId, description: `Moved ${++count}` }),
    () => disableApiClient(admin, { apiClientId }),
    () => enableApiClient(admin, { apiClientId }),
    async () => {
      const rotated = await rotateApiClientSecret(admin, { apiClientId, revokeTokens: random.chance(0.5) });
      if (rotated.ok) life.clients.set(apiClientId, rotated.value);
    },
  ];
  // What is gone for good is rare, and something takes its place.
  const ends: typeof verbs = [
    async () => {
      unwrap(await deleteOrganization(admin, { organizationId, confirmation }));
      life.organizations.delete(organizationId);
      const name = `Depot ${++count}`;
      life.organizations.set(unwrap(await createOrganization(admin, { name })).id, name);
    },
    async () => {
      const client = await createApiClient(admin, { name: `Client ${++count}` });
      if (!client.ok) return;
      life.clients.set(client.value.id, client.value);
      const gone = await deleteApiClient(admin, { apiClientId, confirmation: "" });
      if (gone.ok) life.clients.delete(apiClientId);
    },
    async () => {
      const template = unwrap(await createTemplateUser(admin, { name: `svc ${++count}` }));
      await removeUser(admin, { userId: life.templates.shift() });
      life.templates.push(template.id);
    },
    () =>
      revokeAllPersonalTokens(random.pick(life.people).context, { confirmation: String(random.whole(1, 3)) }),
  ];
  await random.pick(random.chance(0.2) ? ends : verbs)();
}
