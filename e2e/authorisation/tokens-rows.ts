import { randomUUID } from "node:crypto";
import { personOf } from "@/e2e/authorisation/person-of";
import { extras, type Ids, type Row } from "@/e2e/authorisation/row";
import type { World } from "@/e2e/support/world";
import { disableToken } from "@/services/tokens/disable";
import { rotateToken } from "@/services/tokens/rotate";

const on = (file: string, page: string) => (name: string) => ({ action: `${file}#${name}`, page });
const grid = on("app/(desk)/integrations/api-access/actions.ts", "/integrations/api-access");
const personal = on("app/(desk)/personal-tokens/actions.ts", "/personal-tokens");
const apiKeys = on("app/(desk)/general/api-keys/actions.ts", "/general/api-keys");

// A grace period, for what needs one.
const rotated = async (world: World, { token }: Ids) => {
  const answer = await rotateToken(await personOf(world.administrator, world), {
    tokenId: token,
    graceSeconds: 3600,
  });
  if (!answer.ok) throw new Error(answer.refusal.message);
};
const withDisabledToken = async (world: World, { token }: Ids) => {
  await disableToken(await personOf(world.administrator, world), { tokenId: token });
};

/** Tokens of the account, its API keys, and personal tokens. */
export const tokensRows: readonly Row[] = [
  {
    ...grid("loadFacts"),
    args: (_, i) => [i.token],
    administrator: "done",
    auditor: "done",
    foreign: "not_found",
    reads: true,
  },
  {
    ...grid("findBySecret"),
    args: (_, i) => [i.secret],
    administrator: "done",
    auditor: "done",
    reads: true,
  },
  {
    ...grid("firstCall"),
    args: (_, i) => [i.token],
    administrator: "done",
    auditor: "done",
    member: "not_found",
    foreign: "not_found",
    reads: true,
  },
  {
    ...grid("recordCopied"),
    args: (_, i) => [i.token],
    administrator: "done",
    auditor: "not_found",
    member: "not_found",
    foreign: "not_found",
  },
  {
    ...grid("recordCopies"),
    args: (_, i) => [[i.token]],
    administrator: "done",
    auditor: "not_found",
    member: "not_found",
    foreign: "not_found",
  },
  { ...apiKeys("reveal"), args: (_, i) => [i.key], administrator: "done", foreign: "not_found" },
  { ...apiKeys("makeDefault"), args: (_, i) => [i.key], administrator: "done", foreign: "not_found" },
  { ...grid("findGone"), args: (_, i) => [[i.token]], administrator: "done", auditor: "done", reads: true },
  { ...grid("countLive"), args: () => [], administrator: "done", reads: true },
  {
    ...grid("create"),
    args: (w) => [{ type: "impersonation", name: "Made", actsAsUserId: w.templateUser.id, ...extras(w) }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...grid("edit"),
    args: (w, i) => [{ tokenId: i.token, notes: "n", ...extras(w) }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...grid("rotate"),
    args: (_, i) => [{ tokenId: i.token, graceSeconds: 3600 }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...grid("rotateMany"),
    args: (w, i) => [
      {
        tokens: [{ tokenId: i.token, expectedLast4: i.secret.slice(-4), ...extras(w) }],
        graceSeconds: 3600,
        ...extras(w),
      },
    ],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...grid("extend"),
    args: (_, i) => [i.token, 86_400],
    administrator: "done",
    foreign: "not_found",
    prepare: rotated,
  },
  {
    ...grid("finish"),
    args: (_, i) => [i.token],
    administrator: "done",
    foreign: "not_found",
    prepare: rotated,
  },
  { ...grid("disable"), args: (_, i) => [i.token], administrator: "done", foreign: "not_found" },
  {
    ...grid("enable"),
    args: (_, i) => [i.token],
    administrator: "done",
    foreign: "not_found",
    prepare: withDisabledToken,
  },
  {
    ...grid("bulk"),
    args: (_, i) => [{ tokenIds: [i.token], action: "disable" }],
    administrator: "done",
    foreign: "not_found",
  },
  { ...grid("remove"), args: (_, i) => [i.token], administrator: "done", foreign: "not_found" },
  { ...grid("revokeAll"), args: (_, i) => [i.token && "1"], administrator: "done" },
  { ...grid("revokeAll"), args: () => ["-1"], administrator: "confirmation_mismatch" },
  {
    ...personal("create"),
    args: () => [{ name: "mine", expiresAt: null, requestKey: randomUUID() }],
    administrator: "done",
    member: "done",
  },
  // Of another person: nobody's but the owner's, not even an administrator's.
  {
    ...personal("firstCall"),
    args: (_, i) => [i.personal],
    administrator: "done",
    auditor: "done",
    member: "done",
    foreign: "not_found",
    reads: true,
  },
  {
    ...personal("recordCopied"),
    args: (_, i) => [i.personal],
    administrator: "not_found",
    auditor: "not_found",
    member: "done",
    foreign: "not_found",
  },
  {
    ...personal("savePlace"),
    args: (_, i) => [i.personal, "n"],
    administrator: "not_found",
    member: "done",
    foreign: "not_found",
  },
  {
    ...personal("revoke"),
    args: (_, i) => [i.personal],
    administrator: "not_found",
    auditor: "not_found",
    member: "done",
    foreign: "not_found",
  },
  {
    ...personal("revokeAll"),
    args: (_, i) => [i.personal && "1"],
    administrator: "confirmation_mismatch",
    auditor: "confirmation_mismatch",
    member: "done",
  },
];
