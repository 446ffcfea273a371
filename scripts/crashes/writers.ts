import { setTimeout as sleep } from "node:timers/promises";
import type { AuditAction } from "@/domain/audit/catalogue";
import { type Answer, ask } from "@/scripts/crashes/ask";
import type { Ground } from "@/scripts/crashes/ground";

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
  readonly repeat: { readonly key: string; readonly path: string; readonly body: unknown } | null;
};

type Known = { readonly id: string; name: string; clientId?: string; secret?: string };
type Kind = "tokens" | "clients" | "orgs" | "users";

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
    for (const { action, repeat } of open) {
      if (repeat !== null) await this.send(round, action, "POST", repeat.path, repeat.body, null, repeat.key);
    }
  }

  private step(round: number): Promise<Asked> {
    const kind = pick<Kind>(["tokens", "tokens", "tokens", "tokens", "clients", "clients", "orgs", "users"]);
    const all = this.known[kind];
    const target = all[Math.floor(Math.random() * all.length)];
    // A dozen of each: so few that writers meet on the same rows.
    if (target === undefined || (all.length < 12 && Math.random() < 0.5)) return this.create(round, kind);
    if (kind === "tokens") return this.changeToken(round, target);
    if (kind === "clients") return this.changeClient(round, target);
    if (kind === "orgs") return this.changeOrganization(round, target);
    return this.changeUser(round, target);
  }

  private create(round: number, kind: Kind): Promise<Asked> {
    const name = `${kind} ${++this.count}`;
    const { organizationId, templateUserId } = this.ground.tenant;
    const type = pick(["organization", "account", "impersonation", "api_key"]);
    const action = (
      {
        tokens: "token.create",
        clients: "api_client.create",
        orgs: "organization.create",
        users: "template_user.create",
      } as const
    )[kind];
    const body = {
      tokens: {
        type,
        name,
        ...(type === "impersonation" ? { actsAsUserId: templateUserId } : {}),
        ...(type === "organization" || type === "api_key" ? { organizationId } : {}),
      },
      clients: { name },
      orgs: { name },
      users: { kind: "template", name },
    }[kind];
    const key = Math.random() < 0.5 ? `key-${this.count}` : null;
    return this.send(round, action, "POST", `account/${kind}`, body, null, key, (answer) => {
      const { id, clientId, secret } = answer.body as {
        id: string;
        clientId?: string;
        secret?: string | null;
      };
      const made: Known = { id, name };
      if (clientId) made.clientId = clientId;
      if (secret) made.secret = secret;
      if (kind === "tokens" && secret) this.secrets.set(id, secret);
      this.known[kind].push(made);
    });
  }

  private changeToken(round: number, token: Known): Promise<Asked> {
    const path = `account/tokens/${token.id}`;
    const mark = `mark ${++this.count}`;
    switch (pick(["notes", "name", "expiry", "disable", "enable", "rotate", "grace", "delete"])) {
      case "notes":
        return this.send(round, "token.edit", "PATCH", path, { notes: mark }, token.id);
      case "name":
        return this.send(round, "token.edit", "PATCH", path, { name: mark, notes: "renamed" }, token.id);
      case "expiry": {
        const expiresAt = new Date(Date.now() + 86_400_000 + this.count * 60_000).toISOString();
        return this.send(round, "token.edit", "PATCH", path, { expiresAt }, token.id);
      }
      case "disable":
        return this.send(round, "token.disable", "POST", `${path}/disable`, undefined, token.id);
      case "enable":
        return this.send(round, "token.enable", "POST", `${path}/enable`, undefined, token.id);
      case "rotate":
      case "grace": {
        const graceSeconds = Math.random() < 0.5 ? 0 : 3600;
        return this.send(
          round,
          "token.rotate",
          "POST",
          `${path}/rotate`,
          { graceSeconds },
          token.id,
          null,
          (answer) => this.secrets.set(token.id, String(answer.body.secret)),
        );
      }
      default:
        return this.send(round, "token.delete", "DELETE", path, undefined, token.id, null, () =>
          this.forget("tokens", token),
        );
    }
  }

  private changeClient(round: number, client: Known): Promise<Asked> {
    const path = `account/clients/${client.id}`;
    switch (pick(["issue", "issue", "issue", "notes", "disable", "enable", "rotate", "delete"])) {
      case "issue": {
        const form = new URLSearchParams({
          grant_type: "client_credentials",
          client_id: client.clientId ?? "",
          client_secret: client.secret ?? "",
        });
        return this.send(round, "token.issue", "POST", "account/api/token", form.toString(), null);
      }
      case "notes":
        return this.send(
          round,
          "api_client.edit",
          "PATCH",
          path,
          { notes: `mark ${++this.count}` },
          client.id,
        );
      case "disable":
        return this.send(round, "api_client.disable", "POST", `${path}/disable`, undefined, client.id);
      case "enable":
        return this.send(round, "api_client.enable", "POST", `${path}/enable`, undefined, client.id);
      case "rotate":
        return this.send(
          round,
          "api_client.rotate",
          "POST",
          `${path}/rotate`,
          { revokeTokens: Math.random() < 0.3 },
          client.id,
          null,
          (answer) => {
            client.secret = String(answer.body.secret);
          },
        );
      default:
        return this.send(round, "api_client.delete", "DELETE", path, undefined, client.id, null, () =>
          this.forget("clients", client),
        );
    }
  }

  private changeOrganization(round: number, organization: Known): Promise<Asked> {
    const path = `account/orgs/${organization.id}`;
    if (Math.random() < 0.7) {
      return this.send(
        round,
        "organization.edit",
        "PATCH",
        path,
        { description: `mark ${++this.count}` },
        organization.id,
      );
    }
    const confirmed = `${path}?confirmation=${encodeURIComponent(organization.name)}`;
    return this.send(
      round,
      "organization.delete",
      "DELETE",
      confirmed,
      undefined,
      organization.id,
      null,
      () => this.forget("orgs", organization),
    );
  }

  private changeUser(round: number, user: Known): Promise<Asked> {
    const path = `account/users/${user.id}`;
    const disabled = Math.random() < 0.5;
    if (Math.random() < 0.5) {
      return this.send(round, "template_user.edit", "PATCH", path, { name: `user ${++this.count}` }, user.id);
    }
    return this.send(round, disabled ? "user.disable" : "user.enable", "PATCH", path, { disabled }, user.id);
  }

  private async send(
    round: number,
    action: AuditAction,
    method: string,
    path: string,
    body: unknown,
    targetId: string | null,
    key: string | null = null,
    onDone: (answer: Answer) => void = () => undefined,
  ): Promise<Asked> {
    const headers: Record<string, string> = {
      ...(action === "token.issue" ? {} : { authorization: `Bearer ${this.ground.account}` }),
      ...(key === null ? {} : { "idempotency-key": key }),
    };
    const answer = await ask(method, `${pick(this.apiUrls)}/api/v1.0/${path}`, headers, body);
    if (answer.outcome === "done") onDone(answer);
    const asked: Asked = {
      action,
      round,
      outcome: answer.outcome,
      status: answer.status,
      requestId: answer.requestId,
      targetId: targetId ?? (typeof answer.body.id === "string" ? answer.body.id : null),
      isNothing: answer.body.changed === false,
      isReplayed: answer.isReplayed,
      repeat: key === null ? null : { key, path, body },
    };
    this.asked.push(asked);
    return asked;
  }

  private forget(kind: Kind, gone: Known): void {
    this.known[kind] = this.known[kind].filter((known) => known !== gone);
  }
}

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)] as T;
}
