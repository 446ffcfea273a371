import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, type CallerName, callerNames, makeCallers } from "@/api/testing/api-callers";
import { type ApiOperation, apiOperations } from "@/api/testing/api-operations";
import { type Call, type Called, createCall } from "@/api/testing/call-api";
import type { Document } from "@/api/testing/described-answers";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { createOrganization } from "@/services/testing/world";

/*
 * Kind of caller × operation × whose object. What is expected is written out here from the documents (runZero "API keys and
 * tokens", design §6, decision 8), and deliberately not taken from domain/access/token-actions.ts.
 */
let world: OpenWorld;
let api: OpenApi & { gateway: string };
let call: Call;
let document: Document;
let siblingId: string;
let callers: Readonly<Record<CallerName, Caller>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ({ call, document } = await createCall(api));
  siblingId = await createOrganization(world.db, world.clock, world.acme.accountId, "Acme second");
  callers = await makeCallers(world, { gateway: api.gateway, siblingId });
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const refused = "insufficient_scope";
const inOrganizations: Record<CallerName, string> = {
  "organization token": "done",
  "API key": "done",
  "account token with _oid": "done",
  "account token": "organization_required",
  "account token with a foreign _oid": refused,
  "organization token with a sibling's _oid": refused,
  "export token": refused,
  "download token": refused,
  "impersonation token": refused,
  "administrator's personal token": refused,
  "auditor's personal token": refused,
  "member's personal token": refused,
  "gateway token": refused,
  "unknown token": "invalid_token",
  nobody: "missing",
};
/** In the account: what is read, changed, and changed where people confirm their password. */
const inAccounts: Record<CallerName, readonly [read: string, change: string, confirm: string]> = {
  "organization token": [refused, refused, refused],
  "API key": [refused, refused, refused],
  // No organization is meant there: the parameter is not known.
  "account token with _oid": ["invalid_input", "invalid_input", "invalid_input"],
  "account token": ["done", "done", "done"],
  "account token with a foreign _oid": ["invalid_input", "invalid_input", "invalid_input"],
  "organization token with a sibling's _oid": [refused, refused, refused],
  "export token": [refused, refused, refused],
  "download token": [refused, refused, refused],
  "impersonation token": ["forbidden", "forbidden", "forbidden"],
  "administrator's personal token": ["done", "done", "person_required"],
  "auditor's personal token": ["done", "forbidden", "forbidden"],
  "member's personal token": ["forbidden", "forbidden", "forbidden"],
  "gateway token": [refused, refused, refused],
  "unknown token": ["invalid_token", "invalid_token", "invalid_token"],
  nobody: ["missing", "missing", "missing"],
};

function expectedOf(caller: CallerName, { needs }: ApiOperation): string {
  return needs === "organization"
    ? inOrganizations[caller]
    : inAccounts[caller][["read", "change", "confirm"].indexOf(needs)]!;
}

function knock({ token, oid }: Caller, { method, path, body }: Awaited<ReturnType<ApiOperation["prepare"]>>) {
  const joint = path.includes("?") ? "&" : "?";
  return call(method, oid === undefined ? path : `${path}${joint}_oid=${oid}`, {
    token,
    ...(body === undefined ? {} : { body }),
  });
}
const own = () => ({ tenant: world.acme, organizationId: world.acme.organizationId });
const outcome = (called: Called, { status }: ApiOperation) =>
  called.status === status ? "done" : (called.code ?? String(called.status));

/** All that these operations can change; usage is written meanwhile. */
async function fingerprint(): Promise<unknown> {
  const tables = ["Token", "TokenSecret", "Organization", "Account", "User", "Membership"];
  const more = ["Invitation", "ApiClient", "IdempotencyKey", "Session"];
  const parts = [...tables, ...more].map(
    (table) => `(SELECT md5(string_agg(x::text, '' ORDER BY x::text)) FROM "${table}" x) AS "${table}"`,
  );
  const [row] = await world.run(`SELECT ${parts.join(", ")}`);
  return row;
}

test("the matrix holds every operation of the Organization and the Account API", () => {
  const described = Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ tags }) => tags.includes("Organization") || tags.includes("Account"));
  expect(new Set(described.map(({ operationId }) => operationId))).toEqual(
    new Set(Object.keys(apiOperations)),
  );
});

const cases = Object.entries(apiOperations).map(([id, operation]) => ({
  id,
  operation,
  may: callerNames.filter((caller) => expectedOf(caller, operation) === "done"),
  mayNot: callerNames.filter((caller) => expectedOf(caller, operation) !== "done"),
}));

/** What each of `names` gets for the same request, none of which changes anything. */
async function answersTo(
  names: readonly CallerName[],
  prepared: Awaited<ReturnType<ApiOperation["prepare"]>>,
  operation: ApiOperation,
): Promise<Record<string, string>> {
  const before = await fingerprint();
  const answers: Record<string, string> = {};
  for (const caller of names) answers[caller] = outcome(await knock(callers[caller], prepared), operation);
  expect(await fingerprint()).toEqual(before);
  return answers;
}

test.each(cases)("$id is refused, each with the code that it is due", async ({ operation, mayNot }) => {
  const answers = await answersTo(mayNot, await operation.prepare(world, own()), operation);
  expect(answers).toEqual(Object.fromEntries(mayNot.map((name) => [name, expectedOf(name, operation)])));
});

describe.each(cases)("$id", ({ operation, may }) => {
  test.each(may)("is done for the %s", async (caller) => {
    const prepared = await operation.prepare(world, own());
    expect(outcome(await knock(callers[caller], prepared), operation)).toBe("done");
  });
});

const naming = cases.filter(({ operation }) => operation.namesSomething);
const allNotFound = (names: readonly CallerName[]) =>
  Object.fromEntries(names.map((name) => [name, "not_found"]));

test.each(naming)("$id finds nothing of another account", async ({ operation, may }) => {
  const place = { tenant: world.other, organizationId: world.other.organizationId };
  const answers = await answersTo(may, await operation.prepare(world, place), operation);
  expect(answers).toEqual(allNotFound(may));
});

test.each(naming.filter(({ operation }) => operation.needs === "organization"))(
  "$id finds nothing of a sibling organization",
  async ({ operation, may }) => {
    const place = { tenant: world.acme, organizationId: siblingId };
    const answers = await answersTo(may, await operation.prepare(world, place), operation);
    expect(answers).toEqual(allNotFound(may));
  },
);
