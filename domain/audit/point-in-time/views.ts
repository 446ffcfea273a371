import type { Answer, Then } from "@/domain/audit/point-in-time/decide-then";
import type { SecretThen } from "@/domain/audit/point-in-time/secrets-then";
import type { UserThen } from "@/domain/audit/point-in-time/user-then";

/** Whom or what a token stood for, by the name that pages may show. */
export type BearerName = { readonly kind: string; readonly id: string; readonly name: string };

/** A token at a moment, with what a verification would have said of each of its secrets. */
export type TokenAnswer = {
  readonly id: string;
  /** Its name at the moment where that is known, else today's. */
  readonly name: string;
  readonly state: Then;
  readonly bearer: BearerName | null;
  /** Secrets that were not destroyed, the current one last; at least one entry where the token was there. */
  readonly secrets: readonly { readonly secret: SecretThen | null; readonly answer: Answer }[];
  /** The best of these answers. */
  readonly answer: Answer;
};

/** Who could use this token at that moment? */
export type TokenThenView = {
  readonly at: Date;
  readonly now: Date;
  /** Null: nothing is missing from the log. */
  readonly wholeSince: Date | null;
  readonly token: TokenAnswer;
  /** For types whose secret can be shown again, where the account's policy let it be: who was an administrator, and how many members it is not known of. */
  readonly revealers: { readonly people: readonly BearerName[]; readonly unknown: number } | null;
};

/** Which tokens could this person, or template user, use at that moment? */
export type PersonThenView = {
  readonly at: Date;
  readonly now: Date;
  readonly wholeSince: Date | null;
  readonly user: { readonly id: string; readonly name: string; readonly kind: "person" | "template" };
  readonly state: UserThen;
  readonly tokens: readonly PersonToken[];
  /** True: there are more than were looked at. */
  readonly isCut: boolean;
};

export type PersonToken = {
  readonly token: TokenAnswer;
  /** It acted as the user, or the log shows that the person had seen a secret that still worked. */
  readonly why: "acts_as" | "saw_secret";
};

/** What the page of a moment offers to choose from. */
export type MomentChoices = {
  readonly users: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: "person" | "template";
  }[];
  readonly tokens: readonly {
    readonly id: string;
    readonly name: string;
    readonly last4: string;
    readonly prefix: string;
    readonly deletedAt: Date | null;
  }[];
};
