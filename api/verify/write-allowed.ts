import { tellLimits } from "@/api/limit-headers";
import { writeHeaders } from "@/api/wire/write-response";
import { permissionPattern } from "@/domain/access/permissions";
import { verdictHeader } from "@/domain/verification/identity-headers";
import { type AnswerContext, oncePerContext } from "@/services/verification/once-per-context";
import type { Verification } from "@/services/verification/verification";

/**
 * The headers of a request that may pass, as lines: where its account's limits stand, and who it is. Ids and permission names only: nothing
 * in them can end one header and begin another. All are always sent, so that a gateway replaces what its client may have sent under the
 * same names. Throws for an id that holds what no header may.
 */
export function writeAllowed(verification: Verification): string {
  const { facts, organization, permissions } = verification;
  if (facts === null) throw new Error("a valid token without facts");
  const { account, user, token } = facts;
  const identity = identify({ account, organization, user, permissions });
  return `${tellLimits(verification)}${writeHeaders(["x-keydesk-token", token.id])}${identity}`;
}

const identify = oncePerContext(({ account, organization, user, permissions }: AnswerContext) =>
  writeHeaders([
    verdictHeader,
    "valid",
    "x-keydesk-account",
    account.id,
    "x-keydesk-organization",
    organization?.id ?? "",
    "x-keydesk-user",
    user?.id ?? "",
    "x-keydesk-permissions",
    permissions.filter((permission) => permissionPattern.test(permission)).join(" "),
  ]),
);
