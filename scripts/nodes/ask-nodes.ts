import type { Product } from "@/e2e/support/product";
import type { World } from "@/e2e/support/world";
import type { Nodes } from "@/scripts/nodes/open-nodes";
import { createToken } from "@/services/tokens/create";

export type Answer = { status: number; verdict: string; retryAfter: string | null; ms: number };

/** What a gateway and people ask of the nodes of a deployment. */
export type Asking = ReturnType<typeof askNodes>;

/** Asks with this gateway's token. */
export function askNodes(nodes: Nodes, gateway: string) {
  /** Asks the API process of this number about a token. */
  async function verify(node: number, token: string, more: object = {}): Promise<Answer> {
    const began = performance.now();
    const response = await fetch(`${nodes.apis[node % nodes.apis.length]!.apiUrl}/v1/tokens/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway}`, "content-type": "application/json" },
      body: JSON.stringify({ token, ...more }),
    });
    const body = (await response.json()) as { verdict?: string; code?: string };
    return {
      status: response.status,
      verdict: body.verdict ?? String(body.code),
      retryAfter: response.headers.get("retry-after"),
      ms: performance.now() - began,
    };
  }
  const all = (count: number, token: string, more: object = {}) =>
    Promise.all(Array.from({ length: count }, (_, i) => verify(i, token, more)));
  /** Fifty at a time, and again where a busy machine's node had to send some away: those were not counted. */
  const calmly = async (count: number, token: string, more: object = {}) => {
    const answers: Answer[] = [];
    while (answers.length < count) {
      const asked = await all(Math.min(50, count - answers.length), token, more);
      answers.push(...asked.filter(({ status }) => status !== 503));
    }
    return answers;
  };

  /** A page of the desk of this number, as a person sees it. */
  async function open(desk: number, path: string, cookie: string) {
    const began = performance.now();
    const response = await fetch(nodes.desks[desk]!.deskUrl + path, {
      redirect: "manual",
      headers: { cookie, accept: "text/html" },
    });
    const text = await response.text();
    return {
      status: response.status,
      location: response.headers.get("location"),
      text,
      ms: performance.now() - began,
    };
  }

  /** How much longer than on a quiet machine something may take: by what ordinary questions take now, which there is 50 ms. */
  async function slackMs(token: string, cookie: string): Promise<number> {
    const began = performance.now();
    await Promise.all([all(30, token), open(0, "/", cookie), open(1, "/", cookie)]);
    return 10 * (performance.now() - began);
  }

  const metric = async (node: number, name: string) => {
    const text = await (await fetch(`${nodes.apis[node]!.apiUrl}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
  };
  return { verify, all, calmly, open, slackMs, metric };
}

/** How often each verdict was given. */
export function countVerdicts(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of answers) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

/** A token of an account, which acts as its template user. */
export async function makeToken(product: Product, world: World, name: string) {
  const made = await createToken(
    product.context,
    { type: "impersonation", name, actsAsUserId: world.templateUser.id, expiresAt: null },
    { accountId: world.accountId },
  );
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value;
}
