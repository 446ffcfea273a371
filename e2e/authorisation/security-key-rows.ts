import type { Row } from "@/e2e/authorisation/row";
import { openProduct } from "@/e2e/support/product";
import { password, type World } from "@/e2e/support/world";
import { plantKey, TestSecurityKey } from "@/services/testing/security-keys";

const on = (file: string, page: string) => (name: string) => ({ action: `${file}#${name}`, page });
const session = on("app/(desk)/session-actions.ts", "/account/security");
const account = on("app/(desk)/account/actions.ts", "/account/security");
const secondStep = on("app/(public)/sign-in/second-step/actions.ts", "/sign-in/second-step");

const everybody = (code: string) => ({ administrator: code, auditor: code, member: code });

const withKey = async (world: World) => {
  await plantKey(openProduct().db, world.member.id, new Date());
};

// Of a key that nobody asked for anything.
const answer = new TestSecurityKey().register({
  challenge: "",
  rp: { id: "localhost", name: "Keydesk" },
  user: { id: "", name: "", displayName: "" },
  pubKeyCredParams: [],
});

/** Security keys: everybody has their own, and is asked about these alone. */
export const securityKeyRows: readonly Row[] = [
  { ...account("beginKeyAction"), args: () => [{ name: "Blue key", password }], ...everybody("done") },
  {
    ...account("beginKeyAction"),
    args: () => [{ name: "Blue key", password: "wrong" }],
    ...everybody("invalid_credentials"),
  },
  // An app, confirmed already, and another person's: nothing to confirm for anybody.
  {
    ...account("confirmKeyAction"),
    args: (_, i) => [{ id: i.factor, key: answer }],
    ...everybody("not_found"),
    foreign: "not_found",
  },
  // What a key is asked changes nothing in the account.
  {
    ...session("askToConfirmByKeyAction"),
    args: () => [],
    administrator: "not_found",
    auditor: "not_found",
    member: "done",
    prepare: withKey,
    reads: true,
  },
  // Without a sign-in that waits for it.
  {
    ...secondStep("askForKeyAction"),
    args: () => [],
    ...everybody("second_step_over"),
    nobody: "second_step_over",
  },
];
