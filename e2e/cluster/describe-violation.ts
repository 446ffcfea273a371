import type { Judgement, Timed } from "@/e2e/cluster/checker/linearize";
import type { GroupState, TokenOperation } from "@/e2e/cluster/checker/token-model";

type Violation = NonNullable<Judgement<GroupState, TokenOperation>["violation"]>;

const questionsBefore = 12;

/**
 * The history around an answer that fits no order, for people: every change that could matter, the last questions about the same token,
 * and what was possible. Numbers stand for tokens and secrets; no secret is in it.
 */
export function describeViolation(
  history: readonly Timed<TokenOperation>[],
  { at, possible }: Violation,
): string {
  const token = "token" in at.op ? at.op.token : null;
  const end = at.returnedAt ?? Number.POSITIVE_INFINITY;
  const known = history.filter(({ op, invokedAt }) => {
    const isOfToken = !("token" in op) || token === null || op.token === token;
    return invokedAt <= end && isOfToken;
  });
  const questions = known.filter(({ op }) => op.kind === "verify").slice(-questionsBefore);
  const shown = known.filter((entry) => entry.op.kind !== "verify" || questions.includes(entry));
  const origin = history[0]?.invokedAt ?? 0;
  const lines = shown
    .sort((a, b) => a.invokedAt - b.invokedAt)
    .map((entry) => `${entry === at ? "→" : " "} ${describeEntry(entry, origin)}`);
  const states = possible.map((state) => `    ${JSON.stringify(state)}`);
  return [...lines, "  possible states before the answer marked with →:", ...states].join("\n");
}

function describeEntry({ op, invokedAt, returnedAt }: Timed<TokenOperation>, origin: number): string {
  const time = (moment: number) => (moment - origin).toFixed(1).padStart(9);
  const end = returnedAt === null ? "        …" : time(returnedAt);
  const token = "token" in op ? ` token ${op.token}` : "";
  const head = `${time(invokedAt)} – ${end} ms  ${op.kind}${token}`;
  if (op.kind === "verify") return `${head} secret ${op.secret} ${op.permission ?? "-"}: ${op.verdict}`;
  const wanted =
    op.kind === "rotate"
      ? ` to secret ${op.secret ?? "?"}${op.hasGrace ? " with grace" : ""}`
      : op.kind === "grant" || op.kind === "withdraw"
        ? ` to ${op.permissions.join(" ") || "none"}`
        : "";
  return `${head}${wanted}: ${JSON.stringify(op.answer)}`;
}
