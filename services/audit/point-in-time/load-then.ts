import {
  clientActions,
  clientEnabledThen,
  organizationActions,
  planActions,
  planThen,
  presenceThen,
} from "@/domain/audit/point-in-time/account-then";
import { type Answer, anyCall, decideThen, type Then } from "@/domain/audit/point-in-time/decide-then";
import type { Moment } from "@/domain/audit/point-in-time/fact";
import { type BearerThen, tokenStateActions, tokenThen } from "@/domain/audit/point-in-time/token-then";
import { userThen } from "@/domain/audit/point-in-time/user-then";
import type { BearerName, TokenAnswer } from "@/domain/audit/point-in-time/views";
import type { Database } from "@/prisma/client-factory";
import { loadMemberRecords, loadTokenRecords } from "@/services/audit/point-in-time/load-records";
import { readMemberHistories, readTargetHistories } from "@/services/audit/point-in-time/read-histories";

export type Question = {
  readonly db: Database;
  readonly accountId: string;
  readonly at: Date;
  readonly wholeSince: Date | null;
  /** False: nothing but the log is asked, also where a record of today would do. */
  readonly withRecords: boolean;
};

const logBegin = new Date(0);

/** Tokens at a moment, in the order of their ids here; those that neither the log nor a record of the account knows are left out. */
export async function loadTokensThen(
  question: Question,
  tokenIds: readonly string[],
): Promise<TokenAnswer[]> {
  const { db, accountId } = question;
  const [histories, records] = await Promise.all([
    readTargetHistories(db, accountId, tokenIds, tokenStateActions),
    loadTokenRecords(db, accountId, question.withRecords ? tokenIds : []),
  ]);
  const moment = momentOf(question, histories.cutBefore);
  const found = tokenIds.flatMap((id) => {
    const [events, record] = [histories.of(id), records.get(id) ?? null];
    if (events.length === 0 && record === null) return [];
    const name = record?.name ?? events.at(-1)?.targetName ?? id;
    return [{ id, name, token: tokenThen(events, moment, accountId, record) }];
  });
  const bearers = found.flatMap(({ token }) => (token.bearer.known ? [token.bearer.value] : []));
  const around = await loadAround(question, bearers);
  return found.map(({ id, name, token }) => {
    const bearer = token.bearer.known ? token.bearer.value : null;
    const state = { token, ...around.of(bearer) };
    const { secrets, answer } = answersOf(state, question.at);
    return {
      id,
      name: token.name.known ? token.name.value : name,
      state,
      bearer: bearer === null ? null : around.nameOf(bearer),
      secrets,
      answer,
    };
  });
}

/** What is known from when on, for a question whose oldest events may have been too many to read. */
export function momentOf({ at, wholeSince }: Question, cutBefore: Date | null): Moment {
  const bounds = [wholeSince, cutBefore].filter((bound) => bound !== null);
  return { at, wholeSince: bounds.reduce((a, b) => (a > b ? a : b), logBegin) };
}

function answersOf(then: Then, at: Date): Pick<TokenAnswer, "secrets" | "answer"> {
  const alive = then.token.secrets.filter((secret) => !secret.isDestroyed);
  const last = then.token.secrets.at(-1) ?? null;
  const secrets = (alive.length > 0 ? alive : [last]).map((secret) => ({
    secret,
    answer: decideThen(then, secret, anyCall, at),
  }));
  const rank: Record<Answer["usable"], number> = { yes: 2, unknown: 1, no: 0 };
  const answer = secrets
    .map((each) => each.answer)
    .reduceRight((best, each) => (rank[each.usable] > rank[best.usable] ? each : best));
  return { secrets, answer };
}

type Around = {
  of(bearer: BearerThen | null): Omit<Then, "token">;
  nameOf(bearer: BearerThen): BearerName;
};

// The account's plan, and those whom the tokens stand for, at the moment.
async function loadAround(question: Question, bearers: readonly BearerThen[]): Promise<Around> {
  const { db, accountId } = question;
  const idsOf = (kind: BearerThen["kind"]) => [
    ...new Set(bearers.filter((bearer) => bearer.kind === kind).map((bearer) => bearer.id)),
  ];
  const [userIds, organizationIds, clientIds] = [idsOf("user"), idsOf("organization"), idsOf("client")];
  const targets = (ids: readonly string[], actions: readonly string[]) =>
    readTargetHistories(db, accountId, ids, actions);
  const [plans, members, organizations, clients, account, memberRecords, organizationRows, clientRows] =
    await Promise.all([
      targets([accountId], planActions),
      readMemberHistories(db, accountId, userIds),
      targets(organizationIds, organizationActions),
      targets(clientIds, clientActions),
      db.account.findUniqueOrThrow({ where: { id: accountId }, select: { plan: true, name: true } }),
      loadMemberRecords(db, accountId, question.withRecords ? userIds : []),
      db.organization.findMany({
        where: { accountId, id: { in: question.withRecords ? organizationIds : [] } },
      }),
      db.apiClient.findMany({
        where: { accountId, id: { in: question.withRecords ? clientIds : [] } },
        select: { id: true, name: true, createdAt: true, disabledAt: true, deletedAt: true },
      }),
    ]);
  const organizationById = new Map(organizationRows.map((row) => [row.id, row]));
  const clientById = new Map(clientRows.map((row) => [row.id, row]));
  const presenceOf = (row: { createdAt: Date; deletedAt: Date | null } | undefined) =>
    row === undefined ? null : { value: presenceToday(row, question.at) };
  const plan = planThen(
    plans.of(accountId),
    momentOf(question, plans.cutBefore),
    question.withRecords ? { value: account.plan } : null,
  );
  return {
    of: (bearer) => {
      const id = bearer?.id ?? "";
      const clientRow = clientById.get(id);
      const [momentOfOrganizations, momentOfClients] = [
        momentOf(question, organizations.cutBefore),
        momentOf(question, clients.cutBefore),
      ];
      return {
        plan,
        user:
          bearer?.kind === "user"
            ? userThen(members.of(id), momentOf(question, members.cutBefore), memberRecords.get(id) ?? null)
            : null,
        organization:
          bearer?.kind === "organization"
            ? presenceThen(organizations.of(id), momentOfOrganizations, presenceOf(organizationById.get(id)))
            : null,
        client:
          bearer?.kind === "client"
            ? {
                presence: presenceThen(clients.of(id), momentOfClients, presenceOf(clientRow)),
                enabled: clientEnabledThen(
                  clients.of(id),
                  momentOfClients,
                  clientRow === undefined ? null : { value: clientRow.disabledAt === null },
                ),
              }
            : null,
      };
    },
    nameOf: ({ kind, id }) => {
      const names: Record<BearerThen["kind"], string | undefined> = {
        user: memberRecords.get(id)?.name ?? members.of(id).at(-1)?.targetName ?? undefined,
        organization: organizationById.get(id)?.name,
        client: clientById.get(id)?.name,
        account: account.name,
      };
      return { kind, id, name: names[kind] ?? id };
    },
  };
}

function presenceToday(row: { createdAt: Date; deletedAt: Date | null }, at: Date) {
  if (row.deletedAt !== null) return "deleted" as const;
  return row.createdAt > at ? ("not_yet" as const) : ("live" as const);
}
