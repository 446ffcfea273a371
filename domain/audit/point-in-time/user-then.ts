import { type Role, roles } from "@/domain/access/actions";
import { changeOf, changesIn } from "@/domain/audit/point-in-time/change";
import {
  type Change,
  type Fact,
  factAt,
  type LoggedEvent,
  type Moment,
  recorded,
} from "@/domain/audit/point-in-time/fact";
import { asOneOf, asText, asTexts, detail } from "@/domain/audit/point-in-time/read-details";

/** A user as a member of the account at a moment. "absent": had not come, or had been removed. */
export type UserThen = {
  readonly membership: Fact<"absent" | "active" | "disabled">;
  readonly role: Fact<Role>;
  readonly permissions: Fact<readonly string[]>;
  readonly name: Fact<string>;
};

/** Actions that say something of a member. */
export const memberActions = [
  "deployment.set_up",
  "user.join",
  "user.change_role",
  "user.change_permissions",
  "user.disable",
  "user.enable",
  "user.remove",
  "template_user.create",
  "template_user.edit",
] as const;

const arrivals = ["deployment.set_up", "user.join", "template_user.create"];

/** Whom an event of `memberActions` is about: who sets up a deployment by a link is its actor, everybody else is the target. */
export function memberOf(event: LoggedEvent): string | null {
  return event.action === "deployment.set_up" && event.targetKind !== "user" ? event.actorId : event.targetId;
}

/** What the database says of a member today. */
export type MemberRecord = {
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  readonly removedAt: Date | null;
  readonly role: Role;
  readonly permissions: readonly string[];
  readonly name: string;
};

/** Folds a member's events, in the order of the log, up to a moment. `record` null: nothing but the log is asked. */
export function userThen(
  events: readonly LoggedEvent[],
  moment: Moment,
  record: MemberRecord | null,
): UserThen {
  const of = <T>(read: (event: LoggedEvent) => Change<T> | null, ofRecord: (record: MemberRecord) => T) =>
    factAt(changesIn(events, read), moment, recorded(record, ofRecord));
  return {
    membership: of<Membership>(membershipOf, ({ createdAt, disabledAt, removedAt }) =>
      createdAt > moment.at || removedAt !== null ? "absent" : disabledAt === null ? "active" : "disabled",
    ),
    role: of(roleOf, ({ role }) => role),
    permissions: of(permissionsOf, ({ permissions }) => permissions),
    name: of(nameOf, ({ name }) => name),
  };
}

type Membership = "absent" | "active" | "disabled";

function membershipOf(event: LoggedEvent): Change<Membership> | null {
  if (arrivals.includes(event.action)) return changeOf<Membership>(event, "absent", "active");
  if (event.action === "user.disable") return changeOf<Membership>(event, "active", "disabled");
  if (event.action === "user.enable") return changeOf<Membership>(event, "disabled", "active");
  // A disabled member can be removed too: what it had been, the event does not tell.
  if (event.action === "user.remove") return changeOf<Membership>(event, undefined, "absent");
  return null;
}

function roleOf(event: LoggedEvent): Change<Role> | null {
  const given = asOneOf(roles, detail(event, "role"));
  if (event.action === "user.join") return changeOf<Role>(event, undefined, given);
  if (event.action === "deployment.set_up") return changeOf<Role>(event, undefined, "administrator");
  if (event.action === "template_user.create") return changeOf<Role>(event, undefined, "member");
  if (event.action === "user.change_role")
    return changeOf(event, asOneOf(roles, detail(event, "before")), asOneOf(roles, detail(event, "after")));
  return changeOf(event, given, given);
}

function permissionsOf(event: LoggedEvent): Change<readonly string[]> | null {
  const given = asTexts(detail(event, "permissions"));
  if (event.action === "deployment.set_up") return changeOf(event, undefined, given ?? []);
  if (arrivals.includes(event.action)) return changeOf(event, undefined, given);
  if (event.action === "user.change_permissions")
    return changeOf(event, asTexts(detail(event, "before")), asTexts(detail(event, "after")));
  return changeOf(event, given, given);
}

// A rename carries the new name as target.
function nameOf(event: LoggedEvent): Change<string> | null {
  const name = memberOf(event) === event.actorId ? event.actorName : (event.targetName ?? undefined);
  return changeOf(event, asText(detail(event, "name", "before")) ?? name, name);
}
