import type { Change, ChangeAnswer, ClockRange } from "@/e2e/cluster/checker/token-model";
import type { Answer, Question } from "@/e2e/cluster/workload/ask";
import { type ChangePlan, planChange } from "@/e2e/cluster/workload/change-plan";
import { askTimed, type Desk, type Scene } from "@/e2e/cluster/workload/desk";
import type { Group, GroupToken } from "@/e2e/cluster/workload/group";

const patienceMs = 3_000;

/** Makes one change in the group through one node. The token that it was about, where there is one and it was answered. */
export async function changeGroup(scene: Scene, desk: Desk, group: Group): Promise<GroupToken | null> {
  const plan = planChange(scene.random, group);
  const question: Question = {
    method: plan.method,
    path: `/api/v1.0/account/${plan.path}`,
    headers: { authorization: `Bearer ${group.account.control}` },
    ...(plan.body === undefined ? {} : { body: plan.body }),
    patienceMs,
  };
  group.underWay += 1;
  group.changesUnderWay += 1;
  group.changes += 1;
  const { answer, invokedAt, returnedAt, clock } = await askTimed(desk, question);
  group.underWay -= 1;
  group.changesUnderWay -= 1;
  if (answer.kind === "unsent") {
    scene.tally.count(plan.kind, "unsent");
    return null;
  }
  const read = readAnswer(answer);
  scene.tally.count(plan.kind, read.outcome);
  if (read.answer.kind === "unknown") group.unknown += 1;
  const change = noteChange(group, plan, read, clock);
  if (change !== null) {
    group.history.push({
      op: change,
      invokedAt,
      returnedAt: read.answer.kind === "unknown" ? null : returnedAt,
    });
  }
  return read.answer.kind === "done" ? (plan.token ?? group.tokens.at(-1) ?? null) : null;
}

type Read = { readonly answer: ChangeAnswer; readonly outcome: string; readonly body: AnswerBody };
type AnswerBody = {
  readonly id?: string;
  readonly secret?: string;
  readonly changed?: boolean;
  readonly graceUntil?: string | null;
  readonly code?: string;
  readonly detail?: string;
};

function readAnswer(answer: Answer): Read {
  if (answer.kind !== "answered") return { answer: { kind: "unknown" }, outcome: "unknown", body: {} };
  const { status } = answer;
  const body = (answer.body === "" ? {} : JSON.parse(answer.body)) as AnswerBody;
  // Whether a commit that was under way happened is open (503), and an error on our side tells nothing either.
  if (status >= 500) {
    return { answer: { kind: "unknown" }, outcome: status === 503 ? "unavailable" : "failed", body };
  }
  if (status >= 400) {
    const code = body.code ?? `status ${status}`;
    return { answer: { kind: "refused", code }, outcome: code, body };
  }
  const graceUntil = typeof body.graceUntil === "string" ? Date.parse(body.graceUntil) : null;
  const changed = body.changed === undefined ? {} : { changed: body.changed };
  return { answer: { kind: "done", ...changed, graceUntil }, outcome: "done", body };
}

/** Keeps what the clients now know, and says what stands in the history. Null: a token that nobody ever heard of. */
function noteChange(group: Group, plan: ChangePlan, read: Read, clock: ClockRange): Change | null {
  const { answer, body } = read;
  const common = { answer, clock };
  switch (plan.kind) {
    case "create": {
      if (answer.kind === "unknown") return null;
      const index = group.tokens.length;
      const { expiresAt } = plan;
      if (answer.kind === "done") {
        const secrets = [body.secret ?? ""];
        group.tokens.push({ id: body.id ?? "", index, expiresAt, secrets, isRevoked: false });
      }
      return { kind: "create", token: index, expiresAt, ...common };
    }
    case "rotate": {
      const { token, hasGrace } = plan;
      const secret = answer.kind === "done" ? token.secrets.push(body.secret ?? "") - 1 : null;
      return { kind: "rotate", token: token.index, secret, hasGrace, ...common };
    }
    case "revoke":
      if (answer.kind === "done") plan.token.isRevoked = true;
      return { kind: "revoke", token: plan.token.index, ...common };
    case "disable":
    case "enable":
      return { kind: plan.kind, token: plan.token.index, ...common };
    case "grant":
    case "withdraw":
      group.permissions = plan.permissions;
      return { kind: plan.kind, permissions: plan.permissions, ...common };
    case "revoke_all":
      if (answer.kind !== "refused" || answer.code !== "confirmation_mismatch") group.stage = "over";
      // The refusal says how many there are.
      group.liveTokens = Number(/There are (\d+) tokens/.exec(body.detail ?? "")?.[1] ?? group.liveTokens);
      return { kind: "revoke_all", ...common };
    default:
      return { kind: plan.kind, ...common };
  }
}
