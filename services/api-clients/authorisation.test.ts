import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Result } from "@/domain/result";
import { createApiClient } from "@/services/api-clients/create";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { editApiClient } from "@/services/api-clients/edit";
import { enableApiClient } from "@/services/api-clients/enable";
import { listApiClients } from "@/services/api-clients/list";
import { listClientTokens } from "@/services/api-clients/list-tokens";
import { loadApiClient } from "@/services/api-clients/load";
import { revokeClientToken } from "@/services/api-clients/revoke-token";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import type { Context } from "@/services/kernel/context";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";

/*
 * Role × verb × own and foreign account. What is expected is written out from the documents (design §1: administrators manage,
 * auditors read everything but secrets, nobody else), not taken from domain/access/actions.ts.
 */
let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Ids = { readonly apiClientId: string; readonly tokenId: string; readonly name: string };
type Verb = (context: Context, ids: Ids) => Promise<Result<unknown>>;

/** `reads`: auditors may as well. `names`: it names a client, so that another account's is not found. */
const verbs: Record<string, { run: Verb; reads?: true; names?: true; confirms?: true }> = {
  create: { run: (c) => createApiClient(c, { name: "New" }), confirms: true },
  list: { run: (c) => listApiClients(c), reads: true },
  load: { run: (c, i) => loadApiClient(c, i), reads: true, names: true },
  edit: { run: (c, i) => editApiClient(c, { ...i, name: "Renamed" }), names: true },
  disable: { run: (c, i) => disableApiClient(c, i), names: true },
  enable: { run: (c, i) => enableApiClient(c, i), names: true },
  rotate: { run: (c, i) => rotateApiClientSecret(c, i), names: true, confirms: true },
  "list tokens": { run: (c, i) => listClientTokens(c, i), reads: true, names: true },
  "revoke a token": { run: (c, i) => revokeClientToken(c, i), names: true },
  delete: { run: (c, i) => deleteApiClient(c, { ...i, confirmation: i.name }), names: true },
};

async function makeIds(account: "own" | "foreign"): Promise<Ids> {
  const client = await makeApiClient(account === "own" ? world.acme : world.other);
  const token = await obtainToken(world, client);
  return { apiClientId: client.id, tokenId: token.id, name: client.name };
}

const cells = Object.entries(verbs).flatMap(([verb, { run, reads, names }]) =>
  (["administrator", "auditor", "member", "operatorMember", "stranger"] as const).flatMap((role) =>
    (["own", "foreign"] as const)
      .filter((account) => account === "own" || names)
      .map((account) => {
        const may = role === "administrator" || (role === "auditor" && reads);
        const answered = account === "own" ? "done" : "not_found";
        const refused = role === "stranger" ? "unauthenticated" : "forbidden";
        return { verb, run, role, account, expected: may ? answered : refused };
      }),
  ),
);

test.each(cells)(
  "$verb by $role in the $account account: $expected",
  async ({ run, role, account, expected }) => {
    const ids = await makeIds(account);
    const before = await world.dump();
    const context = role === "stranger" ? world.stranger : world.acme[role].context;
    expect(codeOf(await run(context, ids))).toBe(expected);
    if (expected !== "done") expect(await world.dump()).toBe(before);
  },
);

test.each(Object.entries(verbs))(
  "%s asks for the password anew only where a secret would be shown",
  async (_, { run, confirms }) => {
    const ids = await makeIds("own");
    world.clock.advance(601);
    try {
      const code = codeOf(await run(world.acme.administrator.context, ids));
      expect(code).toBe(confirms ? "reauthentication_required" : "done");
    } finally {
      world.clock.advance(-601);
    }
  },
);

describe("without its audit row it does not happen", () => {
  test.each(Object.entries(verbs).filter(([, { reads }]) => !reads))("%s", async (verb, { run }) => {
    const ids = await makeIds("own");
    // Enabling what is enabled would write nothing anyway.
    if (verb === "enable") await disableApiClient(world.acme.administrator.context, ids);
    const before = await world.dump();
    await expect(
      withUnwritableAudit(world, () => run(world.acme.administrator.context, ids)),
    ).rejects.toThrow();
    expect(await world.dump()).toBe(before);
  });
});

test.each(["edit", "disable", "enable", "rotate", "load", "list tokens", "revoke a token", "delete"])(
  "%s refuses an id that is none",
  async (verb) => {
    const ids = { apiClientId: "x", tokenId: "x", name: "x" };
    expect(codeOf(await verbs[verb]!.run(world.acme.administrator.context, ids))).toBe("invalid_input");
  },
);
