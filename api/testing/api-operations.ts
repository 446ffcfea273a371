import { makeApiClient } from "@/services/testing/api-clients";
import type { OpenWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createOrganization, createPerson, type Tenant } from "@/services/testing/world";
import { inviteUser } from "@/services/users/invite";

/** Where an operation is done: a tenant and one of its organizations. */
export type Place = { readonly tenant: Tenant; readonly organizationId: string };
export type Prepared = {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
};
export type ApiOperation = {
  /** Inside of an organization; else in the account: reads, changes, or changes for which people confirm their password. */
  readonly needs: "organization" | "read" | "change" | "confirm";
  /** False where nothing is named that could belong to somebody else. */
  readonly namesSomething: boolean;
  /** What a caller gets who may. */
  readonly status: number;
  prepare(world: OpenWorld, place: Place): Promise<Prepared>;
};

let count = 0;
const unique = (word: string) => `${word} ${++count}`;
const newAddress = () => `guest${++count}@example.test`;

// API keys are what every caller of an organization may hand out; they are taken away again, as an organization has few.
async function makeKey(
  world: OpenWorld,
  { tenant, organizationId }: Place,
  disabled = false,
): Promise<string> {
  await world.run(
    `WITH old AS (UPDATE "Token" SET "deletedAt" = now(), "deletedByName" = 'test'
       WHERE "type" = 'api_key' AND "name" <> 'Caller' AND "deletedAt" IS NULL RETURNING "id")
     UPDATE "TokenSecret" SET "destroyedAt" = now() WHERE "tokenId" IN (SELECT "id" FROM old) AND "destroyedAt" IS NULL`,
  );
  const { id } = await makeToken(tenant, { type: "api_key", name: unique("Key"), organizationId });
  if (disabled) await world.db.token.update({ where: { id }, data: { disabledAt: world.clock.now } });
  return id;
}

function tokenOperations(root: "org" | "account"): Record<string, ApiOperation> {
  const noun = root === "org" ? "OrganizationToken" : "AccountToken";
  const path = `/api/v1.0/${root}/tokens`;
  const needs = (own: "read" | "change" | "confirm") => (root === "org" ? "organization" : own);
  const named = (
    method: string,
    own: "read" | "change" | "confirm",
    more: { suffix?: string; body?: object; status?: number; disabled?: boolean } = {},
  ): ApiOperation => ({
    needs: needs(own),
    namesSomething: true,
    status: more.status ?? 200,
    prepare: async (world, place) => ({
      method,
      path: `${path}/${await makeKey(world, place, more.disabled)}${more.suffix ?? ""}`,
      ...(more.body ? { body: more.body } : {}),
    }),
  });
  return {
    [`list${noun}s`]: {
      needs: needs("read"),
      namesSomething: false,
      status: 200,
      prepare: async () => ({ method: "GET", path }),
    },
    [`create${noun}`]: {
      needs: needs("confirm"),
      namesSomething: root === "account",
      status: 201,
      prepare: async (world, place) => {
        await makeKey(world, place);
        const body = { type: "api_key", name: unique("Key") };
        const organization = root === "account" ? { organizationId: place.organizationId } : {};
        return { method: "POST", path, body: { ...body, ...organization } };
      },
    },
    [`get${noun}`]: named("GET", "read"),
    [`edit${noun}`]: named("PATCH", "change", { body: { notes: "Changed" } }),
    [`delete${noun}`]: named("DELETE", "change", { disabled: true, status: 204 }),
    [`rotate${noun}`]: named("POST", "confirm", { suffix: "/rotate", body: { graceSeconds: 0 } }),
    [`enable${noun}`]: named("POST", "change", { suffix: "/enable", disabled: true }),
    [`disable${noun}`]: named("POST", "change", { suffix: "/disable" }),
  };
}

const orgs = "/api/v1.0/account/orgs";
const users = "/api/v1.0/account/users";
const invitations = "/api/v1.0/account/invitations";
const clients = "/api/v1.0/account/clients";

function ofOrganization(method: string, needs: ApiOperation["needs"], body?: object): ApiOperation {
  return {
    needs,
    namesSomething: true,
    status: 200,
    prepare: async ({ db, clock }, { tenant }) => {
      const name = unique("Depot");
      const id = await createOrganization(db, clock, tenant.accountId, name);
      const query = method === "DELETE" ? `?confirmation=${encodeURIComponent(name)}` : "";
      return { method, path: `${orgs}/${id}${query}`, ...(body ? { body } : {}) };
    },
  };
}

function ofUser(method: string, needs: ApiOperation["needs"], body?: object): ApiOperation {
  return {
    needs,
    namesSomething: true,
    status: 200,
    prepare: async ({ db, clock }, { tenant: { accountId } }) => {
      const { userId } = await createPerson(db, clock, { accountId, role: "member", name: unique("Per") });
      return { method, path: `${users}/${userId}`, ...(body ? { body } : {}) };
    },
  };
}

function ofInvitation(method: string, needs: ApiOperation["needs"], status: number): ApiOperation {
  return {
    needs,
    namesSomething: true,
    status,
    prepare: async (_world, { tenant }) => {
      const invited = await inviteUser(tenant.administrator.context, { email: newAddress(), role: "member" });
      return { method, path: `${invitations}/${unwrap(invited).id}` };
    },
  };
}

function ofClient(
  method: string,
  needs: ApiOperation["needs"],
  more: { suffix?: string; body?: object; disabled?: boolean } = {},
): ApiOperation {
  return {
    needs,
    namesSomething: true,
    status: 200,
    prepare: async ({ db, clock }, { tenant }) => {
      const { id } = await makeApiClient(tenant, unique("Client"));
      if (more.disabled) await db.apiClient.update({ where: { id }, data: { disabledAt: clock.now } });
      return {
        method,
        path: `${clients}/${id}${more.suffix ?? ""}`,
        ...(more.body ? { body: more.body } : {}),
      };
    },
  };
}

const plain = (
  method: string,
  path: string,
  needs: ApiOperation["needs"],
  status: number,
  body?: () => object,
): ApiOperation => ({
  needs,
  namesSomething: false,
  status,
  prepare: async () => ({ method, path, ...(body ? { body: body() } : {}) }),
});

/** Every operation of the Organization and the Account API by its id in the document, with a request that does it. */
export const apiOperations: Readonly<Record<string, ApiOperation>> = {
  getOrganization: plain("GET", "/api/v1.0/org", "organization", 200),
  editOrganization: plain("PATCH", "/api/v1.0/org", "organization", 200, () => ({
    description: unique("Plants"),
  })),
  ...tokenOperations("org"),
  getAccount: plain("GET", "/api/v1.0/account", "read", 200),
  editAccount: plain("PATCH", "/api/v1.0/account", "change", 200, () => ({ name: unique("Acme") })),
  listOrganizations: plain("GET", orgs, "read", 200),
  createOrganization: plain("POST", orgs, "change", 201, () => ({ name: unique("Depot") })),
  getAccountOrganization: ofOrganization("GET", "read"),
  editAccountOrganization: ofOrganization("PATCH", "change", { description: "Changed" }),
  deleteOrganization: ofOrganization("DELETE", "confirm"),
  listUsers: plain("GET", users, "read", 200),
  createUser: plain("POST", users, "confirm", 201, () => ({
    kind: "person",
    email: newAddress(),
    role: "member",
  })),
  getUser: ofUser("GET", "read"),
  editUser: ofUser("PATCH", "confirm", { role: "auditor" }),
  removeUser: ofUser("DELETE", "confirm"),
  listInvitations: plain("GET", invitations, "read", 200),
  createInvitation: plain("POST", invitations, "confirm", 201, () => ({
    email: newAddress(),
    role: "administrator",
  })),
  getInvitation: ofInvitation("GET", "read", 200),
  withdrawInvitation: ofInvitation("DELETE", "change", 204),
  // The wrong number: who may is told the right one, and the callers stay.
  revokeAllTokens: plain("POST", "/api/v1.0/account/tokens/revoke-all", "confirm", 409, () => ({
    confirmation: "-1",
  })),
  ...tokenOperations("account"),
  listApiClients: plain("GET", clients, "read", 200),
  createApiClient: plain("POST", clients, "confirm", 201, () => ({ name: unique("Client") })),
  getApiClient: ofClient("GET", "read"),
  editApiClient: ofClient("PATCH", "change", { body: { notes: "Changed" } }),
  deleteApiClient: ofClient("DELETE", "change"),
  rotateApiClientSecret: ofClient("POST", "confirm", { suffix: "/rotate", body: {} }),
  enableApiClient: ofClient("POST", "change", { suffix: "/enable", disabled: true }),
  disableApiClient: ofClient("POST", "change", { suffix: "/disable" }),
};
