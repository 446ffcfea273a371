import { randomUUID } from "node:crypto";
import { personOf } from "@/e2e/authorisation/person-of";
import { extras, type Ids, type Row } from "@/e2e/authorisation/row";
import type { World } from "@/e2e/support/world";
import { disableApiClient } from "@/services/api-clients/disable";
import { setLegalHold } from "@/services/audit/retention/set-hold";

const on = (file: string, page: string) => (name: string) => ({ action: `${file}#${name}`, page });
const gateways = on("app/(desk)/gateways/actions.ts", "/gateways");
const clients = on("app/(desk)/account/clients/actions.ts", "/account/clients");
const retention = on("app/(desk)/account/retention/actions.ts", "/account/retention");
const policy = on("app/(desk)/account/policy/actions.ts", "/account/policy");
const limits = on("app/(desk)/account/limits/actions.ts", "/account/limits");

const withDisabledClient = async (world: World, { client }: Ids) => {
  await disableApiClient(await personOf(world.administrator, world), { apiClientId: client });
};

const withHold = async (world: World) => {
  await setLegalHold(await personOf(world.administrator, world), { reason: "Case 1" });
};

/** API clients, gateways, the account's limits, token policy and retention. */
export const programsRows: readonly Row[] = [
  { ...policy("changePolicyAction"), args: (w) => [{ keyCap: 19, ...extras(w) }], administrator: "done" },
  { ...retention("changeRetentionAction"), args: () => [{ days: 90 }], administrator: "done" },
  { ...retention("setHoldAction"), args: () => [{ reason: "Case 1" }], administrator: "done" },
  {
    ...retention("liftHoldAction"),
    args: () => [],
    administrator: "done",
    prepare: withHold,
  },
  {
    ...clients("create"),
    args: (w) => [{ name: "Provisioning", requestKey: randomUUID(), ...extras(w) }],
    administrator: "done",
  },
  {
    ...clients("edit"),
    args: (w, i) => [{ apiClientId: i.client, name: "Renamed", ...extras(w) }],
    administrator: "done",
    foreign: "not_found",
  },
  { ...clients("disable"), args: (_, i) => [i.client], administrator: "done", foreign: "not_found" },
  {
    ...clients("enable"),
    args: (_, i) => [i.client],
    administrator: "done",
    foreign: "not_found",
    prepare: withDisabledClient,
  },
  {
    ...clients("rotate"),
    args: (_, i) => [{ apiClientId: i.client, revokeTokens: true }],
    administrator: "done",
    foreign: "not_found",
  },
  { ...clients("remove"), args: (_, i) => [i.client], administrator: "done", foreign: "not_found" },
  {
    ...clients("revokeToken"),
    args: (_, i) => [i.clientToken],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...limits("changeLimits"),
    args: (w) => [{ plan: "professional", ...extras(w) }],
    administrator: "forbidden",
    operator: "done",
    foreign: "forbidden",
  },
  {
    ...gateways("create"),
    args: () => [{ name: "gw", forDeployment: false, requestKey: randomUUID() }],
    administrator: "forbidden",
    operator: "done",
    foreign: "forbidden",
  },
  {
    ...gateways("renew"),
    args: (_, i) => [{ gatewayId: i.gateway, kind: "nginx", graceSeconds: 0, expectedLast4: i.gatewayLast4 }],
    administrator: "forbidden",
    operator: "done",
    foreign: "forbidden",
  },
  {
    ...gateways("removeDownloaded"),
    args: (_, i) => [i.downloaded],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...gateways("remove"),
    args: (_, i) => [i.gateway],
    administrator: "forbidden",
    operator: "done",
    foreign: "forbidden",
  },
];
