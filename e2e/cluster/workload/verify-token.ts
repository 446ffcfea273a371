import { askTimed, type Desk, type Scene } from "@/e2e/cluster/workload/desk";
import { type Group, type GroupToken, permissionNames } from "@/e2e/cluster/workload/group";
import { pick } from "@/e2e/cluster/workload/random";

const patienceMs = 2_000;

/** Asks one node about a token of the group, at one of the two faces. False when nothing was learnt. */
export async function verifyToken(
  scene: Scene,
  desk: Desk,
  group: Group,
  token: GroupToken,
): Promise<boolean> {
  const { random, tally } = scene;
  // The newest secret mostly; those before it must stay what they became.
  const newest = token.secrets.length - 1;
  const secret = random() < 0.8 ? newest : Math.floor(random() * (newest + 1));
  const permission = random() < 0.3 ? null : pick(random, permissionNames);
  const isForward = random() < 0.4;
  const kind = isForward ? "forward-auth" : "verify";
  const presented = token.secrets[secret] ?? "";
  group.underWay += 1;
  if (group.stage === "over") group.questionsLeft -= 1;
  const { answer, invokedAt, returnedAt, clock } = await askTimed(
    desk,
    isForward
      ? forwardQuestion(scene.gateway, presented, permission)
      : verifyQuestion(scene.gateway, presented, permission),
  );
  group.underWay -= 1;
  if (answer.kind !== "answered") {
    tally.count(kind, answer.kind === "unsent" ? "unsent" : "unknown");
    return false;
  }
  if (answer.status === 503) {
    tally.count(kind, "unavailable");
    return false;
  }
  const verdict = isForward ? String(answer.headers.get("x-keydesk-verdict")) : readVerdict(answer);
  tally.count(kind, verdict);
  group.history.push({
    invokedAt,
    returnedAt,
    op: { kind: "verify", token: token.index, secret, permission, clock, verdict },
  });
  return true;
}

function verifyQuestion(gateway: string, token: string, permission: string | null) {
  return {
    method: "POST",
    path: "/v1/tokens/verify",
    headers: { authorization: `Bearer ${gateway}` },
    body: permission === null ? { token } : { token, permission },
    patienceMs,
  };
}

function forwardQuestion(gateway: string, token: string, permission: string | null) {
  return {
    method: "GET",
    path: permission === null ? "/v1/forward-auth" : `/v1/forward-auth?permission=${permission}`,
    headers: { "x-keydesk-gateway": gateway, authorization: `Impersonation ${token}` },
    patienceMs,
  };
}

// What is no verdict stays in the history as what it is: no model allows it.
function readVerdict({ status, body }: { status: number; body: string }): string {
  if (status !== 200) return `status ${status}`;
  return (JSON.parse(body) as { verdict: string }).verdict;
}
