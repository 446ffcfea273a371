import type { Person, World } from "@/e2e/support/world";

/** What a row's calls are about, in the account of its world. */
export type Ids = {
  readonly key: string;
  readonly token: string;
  readonly secret: string;
  readonly personal: string;
  readonly gateway: string;
  readonly gatewayLast4: string;
  /** One that a program downloaded for the account. */
  readonly downloaded: string;
  readonly invitation: string;
  readonly client: string;
  readonly clientToken: string;
  /** An authenticator app of the member's. */
  readonly factor: string;
  /** A session of the member's. */
  readonly session: string;
  /** A review of `token`, about which the administrator is asked. */
  readonly review: string;
  /** Secrets of one-time links that work. */
  readonly invitationLink: string;
  readonly resetLink: string;
  readonly setUpLink: string;
};

/** Who asks: nobody is not signed in; the administrator elsewhere is one of another account. */
export const askers = [
  "nobody",
  "administrator",
  "auditor",
  "member",
  "operator",
  "administrator elsewhere",
] as const;
export type Asker = (typeof askers)[number];

export type Row = {
  /** The file and name of a function that a browser can call. */
  readonly action: string;
  /** The page that it is called on. */
  readonly page: string;
  readonly args: (world: World, ids: Ids, asker: Person | null) => readonly unknown[];
  /** Answers: "done", the code of a refusal, or "to /path". Who is not named is told: nobody `unauthenticated`, others `forbidden`. */
  readonly administrator: string;
  readonly auditor?: string;
  readonly member?: string;
  /** Left out: as the administrator. */
  readonly operator?: string;
  readonly nobody?: string;
  /** What the administrator of another account is answered about this account's objects. Left out: the call names none. */
  readonly foreign?: string;
  /** It only reads, also for who may. */
  readonly reads?: true;
  /** Whom it does nothing for, though it is not refused. */
  readonly idleFor?: readonly Asker[];
  /** Brings the world where the action means something. */
  readonly prepare?: (world: World, ids: Ids) => Promise<void>;
  /** Who cannot ask after that. */
  readonly without?: Asker;
};

/** Extra members that callers like to add; they change nothing. */
export const extras = (world: World) => ({
  accountId: "00000000-0000-4000-8000-000000000000",
  userId: world.member.id,
  role: "administrator",
});

/** The answer of a row to each who can ask. */
export function answersOf(row: Row): [Asker, string][] {
  const answers: Record<Asker, string | undefined> = {
    nobody: row.nobody ?? "unauthenticated",
    administrator: row.administrator,
    auditor: row.auditor ?? "forbidden",
    member: row.member ?? "forbidden",
    operator: row.operator ?? row.administrator,
    "administrator elsewhere": row.foreign,
  };
  return askers.flatMap((asker) => {
    const answer = answers[asker];
    return answer === undefined || asker === row.without ? [] : [[asker, answer] as [Asker, string]];
  });
}
