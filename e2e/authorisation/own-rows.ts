import type { Row } from "@/e2e/authorisation/row";
import { openProduct } from "@/e2e/support/product";
import { password, type World } from "@/e2e/support/world";
import { plantApp } from "@/services/testing/second-factors";

const on = (file: string, page: string) => (name: string) => ({ action: `${file}#${name}`, page });
const session = on("app/(desk)/session-actions.ts", "/account/security");
const account = on("app/(desk)/account/actions.ts", "/account/sessions");
const signIn = on("app/(public)/sign-in/actions.ts", "/sign-in");
const secondStep = on("app/(public)/sign-in/second-step/actions.ts", "/sign-in/second-step");
const setUp = on("app/(public)/set-up/actions.ts", "/set-up");
const invitation = on("app/(public)/invitation/actions.ts", "/invitation");
const reset = on("app/(public)/reset/actions.ts", "/reset");

const everybody = (code: string) => ({ administrator: code, auditor: code, member: code });
const newPassword = "quiet lamps over the long harbour";

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

const withApp = async (world: World) => {
  await plantApp(openProduct().db, world.member.id, new Date());
};

/** What acts on the caller alone, and what is for people who are not signed in: who has a link, or a password, may. */
export const ownRows: readonly Row[] = [
  {
    ...session("signOutAction"),
    args: () => [],
    ...everybody("to /sign-in?signed-out"),
    nobody: "to /sign-in?signed-out",
    idleFor: ["nobody"],
  },
  // An account that one is not in leads back to one's own; what becomes of the session is tried below.
  {
    ...session("switchAccountAction"),
    args: (w) => [form({ accountId: w.accountId })],
    ...everybody("to /"),
    nobody: "to /",
    foreign: "to /",
    reads: true,
  },
  {
    ...session("reauthenticateAction"),
    args: () => [{ password }],
    ...everybody("done"),
  },
  {
    ...session("reauthenticateAction"),
    args: () => [{ password: "wrong" }],
    ...everybody("invalid_credentials"),
  },
  // Of another person: nobody's but the owner's.
  {
    ...account("endSessionAction"),
    args: (_, i) => [{ sessionId: i.session }],
    administrator: "not_found",
    auditor: "not_found",
    member: "done",
    foreign: "not_found",
  },
  { ...account("endOtherSessionsAction"), args: () => [], ...everybody("done") },
  { ...account("changePasswordAction"), args: () => [{ password, newPassword }], ...everybody("done") },
  {
    ...account("changePasswordAction"),
    args: () => [{ password: "wrong", newPassword }],
    ...everybody("invalid_credentials"),
  },
  { ...account("beginAppAction"), args: () => [{ name: "Phone", password }], ...everybody("done") },
  {
    ...account("beginAppAction"),
    args: () => [{ name: "Phone", password: "wrong" }],
    ...everybody("invalid_credentials"),
  },
  // Confirmed already, and another person's: nothing to confirm for anybody.
  {
    ...account("confirmAppAction"),
    args: (_, i) => [{ id: i.factor, code: "123456" }],
    ...everybody("not_found"),
    foreign: "not_found",
  },
  {
    ...account("removeSecondFactorAction"),
    args: (_, i) => [{ id: i.factor, password }],
    administrator: "not_found",
    auditor: "not_found",
    member: "done",
    foreign: "not_found",
  },
  {
    ...account("renewRecoveryCodesAction"),
    args: () => [{ password }],
    administrator: "conflict",
    auditor: "conflict",
    member: "done",
    prepare: withApp,
  },
  // Without a sign-in that waits for it, back to the password; who is signed in goes on.
  {
    ...secondStep("secondStepAction"),
    args: () => [null, form({ code: "123456" })],
    ...everybody("to /"),
    nobody: "to /sign-in?over",
    reads: true,
  },
  {
    ...signIn("signInAction"),
    args: (w) => [null, form({ email: w.member.email, password })],
    ...everybody("to /sign-in/second-step"),
    nobody: "to /sign-in/second-step",
    prepare: withApp,
  },
  {
    ...signIn("signInAction"),
    args: (w) => [null, form({ email: w.member.email, password })],
    ...everybody("to /"),
    nobody: "to /",
  },
  {
    ...signIn("signInAction"),
    args: (w) => [null, form({ email: w.member.email, password: "wrong" })],
    ...everybody("invalid_credentials"),
    nobody: "invalid_credentials",
  },
  {
    ...invitation("openInvitationAction"),
    args: (_, i) => [{ secret: i.invitationLink }],
    ...everybody("done"),
    nobody: "done",
    reads: true,
  },
  {
    ...invitation("acceptInvitationAction"),
    args: (_, i) => [{ secret: i.invitationLink, name: "New Person", password: newPassword }],
    ...everybody("done"),
    nobody: "done",
  },
  {
    ...invitation("acceptInvitationAction"),
    args: (_, i) => [{ secret: i.resetLink, name: "New Person", password: newPassword }],
    ...everybody("link_invalid"),
    nobody: "link_invalid",
  },
  {
    ...reset("openResetAction"),
    args: (_, i) => [{ secret: i.resetLink }],
    ...everybody("done"),
    nobody: "done",
    reads: true,
  },
  {
    ...reset("resetPasswordAction"),
    args: (_, i) => [{ secret: i.resetLink, password: newPassword }],
    ...everybody("done"),
    nobody: "done",
  },
  {
    ...reset("resetPasswordAction"),
    args: (_, i) => [{ secret: i.invitationLink, password: newPassword }],
    ...everybody("link_invalid"),
    nobody: "link_invalid",
  },
  // Set-up is over once somebody can sign in, whatever link is left.
  {
    ...setUp("openSetUpAction"),
    args: (_, i) => [{ secret: i.setUpLink }],
    ...everybody("link_invalid"),
    nobody: "link_invalid",
  },
  {
    ...setUp("completeSetUpAction"),
    args: (w, i) => [
      {
        secret: i.setUpLink,
        companyName: "Mine",
        name: "Me",
        email: `me.${w.accountId}@example.com`,
        password: newPassword,
      },
    ],
    ...everybody("link_invalid"),
    nobody: "link_invalid",
  },
];
