import { changeOf, changesIn } from "@/domain/audit/point-in-time/change";
import {
  type Change,
  constantFact,
  type Fact,
  factAt,
  type LoggedEvent,
  type Moment,
  recorded,
} from "@/domain/audit/point-in-time/fact";
import { asOneOf, asText, asTexts, asTime, detail } from "@/domain/audit/point-in-time/read-details";
import { type SecretThen, secretsThen } from "@/domain/audit/point-in-time/secrets-then";
import { type TokenType, tokenTypes } from "@/domain/tokens/types";

/** Whom a token stands for: never changes. */
export type BearerThen = {
  readonly kind: "user" | "organization" | "client" | "account";
  readonly id: string;
};

/** A token at a moment, as its events tell. */
export type TokenThen = {
  readonly existence: Fact<"not_yet" | "live" | "deleted">;
  readonly type: Fact<TokenType>;
  readonly name: Fact<string>;
  readonly enabled: Fact<boolean>;
  readonly notBefore: Fact<Date | null>;
  readonly expiresAt: Fact<Date | null>;
  readonly ipAllowList: Fact<readonly string[]>;
  readonly bearer: Fact<BearerThen>;
  /** Every secret that it had had by then, oldest first; the last is the current one. */
  readonly secrets: readonly SecretThen[];
};

/** What the database says of a token today. */
export type TokenRecordFacts = {
  readonly type: TokenType;
  readonly name: string;
  readonly bearer: BearerThen;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly notBefore: Date | null;
  readonly expiresAt: Date | null;
  readonly ipAllowList: readonly string[];
  readonly last4: string;
};

/** Actions that say something of a token's state, or of who was shown its secret. */
export const tokenStateActions = [
  "token.create",
  "token.issue",
  "token.rotate",
  "token.finish_rotation",
  "token.extend_rotation",
  "token.edit",
  "token.enable",
  "token.disable",
  "token.delete",
  "token.revoke",
  "token.reveal",
  "token.secret_copied",
] as const;

const births = ["token.create", "token.issue"];
const deaths = ["token.delete", "token.revoke"];
const typeNames = Object.keys(tokenTypes) as TokenType[];

/** Folds a token's events, in the order of the log, up to a moment. `record` null: nothing but the log is asked. */
export function tokenThen(
  events: readonly LoggedEvent[],
  moment: Moment,
  accountId: string,
  record: TokenRecordFacts | null,
): TokenThen {
  const of = <T>(read: (event: LoggedEvent) => Change<T> | null, ofRecord: (record: TokenRecordFacts) => T) =>
    factAt(changesIn(events, read), moment, recorded(record, ofRecord));
  // Where the making is told, that is the proof; else whatever was done to it proves that it was there, and its name.
  const isWhole = events.some(({ action }) => births.includes(action));
  const existence = of<Existence>(
    (event) => existenceOf(event, isWhole),
    ({ createdAt, deletedAt }) =>
      deletedAt !== null ? "deleted" : createdAt > moment.at ? "not_yet" : "live",
  );
  return {
    existence,
    type: constantFact(
      events,
      typeOf,
      recorded(record, ({ type }) => type),
    ),
    name: of(
      (event) => nameOf(event, isWhole),
      ({ name }) => name,
    ),
    enabled: of(enabledOf, ({ disabledAt }) => disabledAt === null),
    // No action sets it on a token that is there.
    notBefore: constantFact(
      events,
      (event) => (births.includes(event.action) ? asTime(detail(event, "notBefore") ?? null) : undefined),
      recorded(record, ({ notBefore }) => notBefore),
    ),
    expiresAt: of(expirySetBy, ({ expiresAt }) => expiresAt),
    ipAllowList: of(addressesSetBy, ({ ipAllowList }) => ipAllowList),
    bearer: constantFact(
      events,
      (event) => bearerOf(event, accountId),
      recorded(record, ({ bearer }) => bearer),
    ),
    secrets: secretsThen(events, moment, existence, record?.last4 ?? null),
  };
}

type Existence = "not_yet" | "live" | "deleted";

function existenceOf(event: LoggedEvent, isWhole: boolean): Change<Existence> | null {
  if (births.includes(event.action)) return changeOf<Existence>(event, "not_yet", "live");
  if (deaths.includes(event.action)) return changeOf<Existence>(event, "live", "deleted");
  return isWhole ? null : changeOf<Existence>(event, "live", "live");
}

function typeOf(event: LoggedEvent): TokenType | undefined {
  return event.action === "token.issue" ? "account" : asOneOf(typeNames, detail(event, "type"));
}

// A change of the name carries the old one as target.
function nameOf(event: LoggedEvent, isWhole: boolean): Change<string> | null {
  const name = event.targetName ?? undefined;
  const renamed = asText(detail(event, "name", "after"));
  if (isWhole && renamed === undefined && !births.includes(event.action)) return null;
  return changeOf(event, name, renamed ?? name);
}

function enabledOf(event: LoggedEvent): Change<boolean> | null {
  if (births.includes(event.action)) return changeOf<boolean>(event, undefined, true);
  if (event.action === "token.enable") return changeOf<boolean>(event, false, true);
  if (event.action === "token.disable") return changeOf<boolean>(event, true, false);
  return null;
}

function expirySetBy(event: LoggedEvent): Change<Date | null> | null {
  if (births.includes(event.action))
    return changeOf(event, undefined, asTime(detail(event, "expiresAt") ?? null));
  if (event.action !== "token.edit") return null;
  const side = (name: "before" | "after") => asTime(detail(event, "expiresAt", name));
  return changeOf(event, side("before"), side("after"));
}

function addressesSetBy(event: LoggedEvent): Change<readonly string[]> | null {
  if (births.includes(event.action))
    return changeOf(event, undefined, asTexts(detail(event, "ipAllowList") ?? []));
  if (event.action !== "token.edit") return null;
  const side = (name: "before" | "after") => asTexts(detail(event, "ipAllowList", name));
  return changeOf(event, side("before"), side("after"));
}

function bearerOf(event: LoggedEvent, accountId: string): BearerThen | undefined {
  if (event.action === "token.issue" && event.actorId !== null) return { kind: "client", id: event.actorId };
  if (event.action !== "token.create") return undefined;
  const type = typeOf(event);
  const userId = asText(detail(event, "actsAsUserId"));
  const organizationId = asText(detail(event, "organizationId"));
  if (userId !== undefined) return { kind: "user", id: userId };
  if (organizationId !== undefined) return { kind: "organization", id: organizationId };
  // Before these ids were written: who makes a personal token owns it.
  if (type === "personal" && event.actorKind === "user" && event.actorId !== null)
    return { kind: "user", id: event.actorId };
  return type === "account" ? { kind: "account", id: accountId } : undefined;
}
