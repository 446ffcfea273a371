import { writeHeaders } from "@/api/wire/write-response";
import { permissionPattern } from "@/domain/access/permissions";
import { writePolicies, writeStandings } from "@/domain/limits/limit-headers";
import type { LimitStanding } from "@/domain/limits/standing";
import { verdictHeader } from "@/domain/verification/identity-headers";
import type { Verification } from "@/services/verification/verification";

/**
 * The headers of a request that may pass, as lines: where its account's limits stand, and who it is. Ids and permission names only:
 * nothing in them can end one header and begin another. All are always sent, so that a gateway replaces what its client may have sent under
 * the same names.
 */
export function writeAllowed(verification: Verification): string {
  const { limits, facts } = verification;
  const around = facts === null ? write(verification) : writeOnce(facts.account, verification);
  return `${writeStandings(limits)}${around}${writeHeaders(["x-keydesk-token", facts?.token.id ?? ""])}`;
}

type Written = {
  readonly organization: Verification["organization"];
  readonly user: NonNullable<Verification["facts"]>["user"];
  readonly permissions: readonly string[];
  readonly limits: LimitStanding;
  readonly text: string;
};

// What was read of accounts stays the same object until it may have changed, and so does what is read of others beside it.
let written = new WeakMap<object, Written>();
let writtenCount = 0;
/** About half a kilobyte each. */
const writtenMax = 4_000;

function writeOnce(account: object, verification: Verification): string {
  const { organization, permissions, limits, facts } = verification;
  const user = facts?.user ?? null;
  const known = written.get(account);
  if (
    known !== undefined &&
    known.organization === organization &&
    known.user === user &&
    known.permissions === permissions &&
    haveSameLimits(known.limits, limits)
  )
    return known.text;
  const text = write(verification);
  if (writtenCount >= writtenMax) {
    written = new WeakMap();
    writtenCount = 0;
  }
  written.set(account, { organization, user, permissions, limits, text });
  writtenCount += 1;
  return text;
}

function haveSameLimits(one: LimitStanding, other: LimitStanding): boolean {
  return (
    one.address?.limit === other.address?.limit &&
    one.account?.minute.limit === other.account?.minute.limit &&
    one.account?.day.limit === other.account?.day.limit
  );
}

/** All that is the same for the tokens of an account that act as one user. */
function write({ organization, permissions, limits, facts }: Verification): string {
  const identity = writeHeaders([
    verdictHeader,
    "valid",
    "x-keydesk-account",
    facts?.account.id ?? "",
    "x-keydesk-organization",
    organization?.id ?? "",
    "x-keydesk-user",
    facts?.user?.id ?? "",
    "x-keydesk-permissions",
    permissions.filter((permission) => permissionPattern.test(permission)).join(" "),
  ]);
  return writePolicies(limits) + identity;
}
