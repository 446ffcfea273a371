import { setTimeout as sleep } from "node:timers/promises";
import type { AuditAction } from "@/domain/audit/catalogue";
import { type Answer, ask } from "@/scripts/crashes/ask";
import type { Ground } from "@/scripts/crashes/ground";
import {
  type Kind,
  type Known,
  type Planned,
  pick,
  planChange,
  planCreation,
} from "@/scripts/crashes/plan-action";

/** One action that a writer asked for, and what it was told. */
export type Asked = {
  readonly action: AuditAction;
  readonly round: number;
  readonly outcome: Answer["outcome"];
  readonly status: number;
  readonly requestId: string | null;
  /** What it was done to; null where the answer did not come, or does not name it. */
  readonly targetId: string | null;
  /** Was so already: leaves no event. */
  readonly isNothing: boolean;
  /** Was done by an earlier request with the same key, of which it is the answer. */
  readonly isReplayed: boolean;
  /** To be sent again with the same key when nobody knows whether it was done. */
  readonly repeat: Planned | null;
};

/** People and programs who change things, several at once, some of them the same things. */
export class Writers {
  readonly asked: Asked[] = [];
  /** The newest secret of each token that was told to a writer. */
  readonly secrets = new Map<string, string>();
  private readonly known: Record<Kind, Known[]> = { tokens: [], clients: [], orgs: [], users: [] };
  private running = false;
  private loops: Promise<void>[] = [];
  private count = 0;

  constructor(
    private readonly ground: Ground,
    private readonly apiUrls: readonly string[],
  ) {}

  start(round: number, loops: number): void {
    this.running = true;
    this.loops = Array.from({ length: loops }, async () => {
      while (this.running) {
        const asked = await this.step(round);
        // Nobody answers any more: the round is over in a moment.
        if (asked.status === 0) await sleep(5);
      }
    });
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.loops);
  }

  /** Sends again, with their keys, the creations of which nobody knows whether they were done. */
  async repeatUnknown(round: number): Promise<void> {
    const open = this.asked.filter(
      (asked) => asked.round === round && asked.outcome === "unknown" && asked.repeat,
    );
    for (const { repeat } of open) if (repeat !== null) await this.send(round, repeat, () => undefined);
  }

  private step(round: number): Promise<Asked> {
    const kind = pick<Kind>(["tokens", "tokens", "tokens", "tokens", "clients", "clients", "orgs", "users"]);
    const all = this.known[kind];
    const target = all[Math.floor(Math.random() * all.length)];
    this.count += 1;
    // A dozen of each: so few that writers meet on the same rows.
    if (target === undefined || (all.length < 12 && Math.random() < 0.5)) {
      const creation = planCreation(kind, this.ground.tenant, this.count);
      return this.send(round, creation, (body) => this.learn(kind, creation, body));
    }
    const change = planChange(kind, target, this.count);
    return this.send(round, change, ({ secret }) => {
      if (change.action === "token.rotate") this.secrets.set(target.id, String(secret));
      if (change.action === "api_client.rotate") target.secret = String(secret);
      if (change.method === "DELETE") this.known[kind] = this.known[kind].filter((known) => known !== target);
    });
  }

  private learn(kind: Kind, { body }: Planned, answered: Answer["body"]): void {
    const { id, clientId, secret } = answered as { id: string; clientId?: string; secret?: string | null };
    const made: Known = { id, name: (body as { name: string }).name };
    if (clientId) made.clientId = clientId;
    if (secret) made.secret = secret;
    if (kind === "tokens" && secret) this.secrets.set(id, secret);
    this.known[kind].push(made);
  }

  private async send(
    round: number,
    planned: Planned,
    onDone: (body: Answer["body"]) => void,
  ): Promise<Asked> {
    const { action, method, path, body, targetId, key } = planned;
    const headers: Record<string, string> = {
      ...(action === "token.issue" ? {} : { authorization: `Bearer ${this.ground.account}` }),
      ...(key === null ? {} : { "idempotency-key": key }),
    };
    const answer = await ask(method, `${pick(this.apiUrls)}/api/v1.0/${path}`, headers, body);
    if (answer.outcome === "done") onDone(answer.body);
    const asked: Asked = {
      action,
      round,
      outcome: answer.outcome,
      status: answer.status,
      requestId: answer.requestId,
      targetId: targetId ?? (typeof answer.body.id === "string" ? answer.body.id : null),
      isNothing: answer.body.changed === false,
      isReplayed: answer.isReplayed,
      repeat: key === null ? null : planned,
    };
    this.asked.push(asked);
    return asked;
  }
}
