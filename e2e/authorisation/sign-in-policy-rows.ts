import { randomUUID } from "node:crypto";
import { extras, type Row } from "@/e2e/authorisation/row";
import { openProduct } from "@/e2e/support/product";
import { giveApps } from "@/e2e/support/second-factors";
import type { World } from "@/e2e/support/world";
import { changeSignInPolicy } from "@/services/sign-in-policy/change";

const change = {
  action: "app/(desk)/account/sign-in/actions.ts#changeSignInPolicyAction",
  page: "/account/sign-in",
} as const;
const own = (name: string) => ({
  action: `app/(desk)/personal-tokens/actions.ts#${name}`,
  page: "/personal-tokens",
});
const account = (name: string) => ({
  action: `app/(desk)/account/actions.ts#${name}`,
  page: "/account/sessions",
});

const withApps = ({ administrator, auditor, member, operator }: World) =>
  giveApps(administrator, auditor, member, operator);

/** As the command line does it, which needs no second factor. */
const required = async ({ accountId }: World) => {
  const changed = await changeSignInPolicy(openProduct().context, { requireSecondStep: true }, { accountId });
  if (!changed.ok) throw new Error(changed.refusal.message);
};

/** The sign-in policy, and what it leaves to people who have no second factor. */
export const signInPolicyRows: readonly Row[] = [
  {
    ...change,
    args: (w) => [{ requireSecondStep: true, ...extras(w) }],
    administrator: "done",
    prepare: withApps,
  },
  {
    ...change,
    args: () => [{ requireSecondStep: true }],
    administrator: "second_factor_needed",
  },
  {
    ...change,
    args: () => [{ requireSecondStep: false }],
    administrator: "done",
    prepare: async (world) => {
      await withApps(world);
      await required(world);
    },
  },
  // Required, and nobody has one: what leads to one, or out of the account, is left.
  {
    ...change,
    args: () => [{ requireSecondStep: false }],
    administrator: "second_factor_needed",
    prepare: required,
  },
  {
    ...own("create"),
    args: () => [{ name: "Backup", expiresAt: null, requestKey: randomUUID() }],
    administrator: "second_factor_needed",
    member: "second_factor_needed",
    prepare: required,
  },
  {
    ...account("endOtherSessionsAction"),
    args: () => [],
    administrator: "done",
    auditor: "done",
    member: "done",
    prepare: required,
  },
];
