import type { AuditAction } from "@/domain/audit/catalogue";
import type { Tenant } from "@/services/testing/world";

/** What a writer knows of a token, client, organization or template user that it may change. */
export type Known = { readonly id: string; readonly name: string; clientId?: string; secret?: string };
export type Kind = "tokens" | "clients" | "orgs" | "users";

/** One request to the HTTP API, and the action that it asks for. */
export type Planned = {
  readonly action: AuditAction;
  readonly method: "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  /** What it is done to; null for what is only made by it. */
  readonly targetId: string | null;
  /** Idempotency-Key. */
  readonly key: string | null;
};

const creations = {
  tokens: "token.create",
  clients: "api_client.create",
  orgs: "organization.create",
  users: "template_user.create",
} as const satisfies Record<Kind, AuditAction>;

/** Makes one more. `number` makes its name unlike any other; every other one may be sent again. */
export function planCreation(
  kind: Kind,
  { organizationId, templateUserId }: Tenant,
  number: number,
): Planned {
  const name = `${kind} ${number}`;
  const type = pick(["organization", "account", "impersonation", "api_key"]);
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
  const key = Math.random() < 0.5 ? `key-${number}` : null;
  return { action: creations[kind], method: "POST", path: `account/${kind}`, body, targetId: null, key };
}

/** Changes or ends one in some way. `number` makes what is written unlike anything that was. */
export function planChange(kind: Kind, target: Known, number: number): Planned {
  const path = `account/${kind}/${target.id}`;
  const at = (action: AuditAction, method: Planned["method"], more = "", body?: unknown): Planned => ({
    action,
    method,
    path: path + more,
    ...(body === undefined ? {} : { body }),
    targetId: target.id,
    key: null,
  });
  return pick(changes[kind](target, number, at))();
}

type At = (action: AuditAction, method: Planned["method"], more?: string, body?: unknown) => Planned;
type Change = () => Planned;

const changes: Record<Kind, (target: Known, number: number, at: At) => readonly Change[]> = {
  tokens: (_token, number, at) => [
    () => at("token.edit", "PATCH", "", { notes: `mark ${number}` }),
    () => at("token.edit", "PATCH", "", { name: `mark ${number}`, notes: "renamed" }),
    () =>
      at("token.edit", "PATCH", "", {
        expiresAt: new Date(Date.now() + 86_400_000 + number * 60_000).toISOString(),
      }),
    () => at("token.disable", "POST", "/disable"),
    () => at("token.enable", "POST", "/enable"),
    () => at("token.rotate", "POST", "/rotate", { graceSeconds: 0 }),
    () => at("token.rotate", "POST", "/rotate", { graceSeconds: 3600 }),
    () => at("token.delete", "DELETE"),
  ],
  clients: (client, number, at) => [
    ...[1, 2, 3].map(() => () => planIssue(client)),
    () => at("api_client.edit", "PATCH", "", { notes: `mark ${number}` }),
    () => at("api_client.disable", "POST", "/disable"),
    () => at("api_client.enable", "POST", "/enable"),
    () => at("api_client.rotate", "POST", "/rotate", { revokeTokens: Math.random() < 0.3 }),
    () => at("api_client.delete", "DELETE"),
  ],
  orgs: ({ name }, number, at) => [
    () => at("organization.edit", "PATCH", "", { description: `mark ${number}` }),
    () => at("organization.edit", "PATCH", "", { description: `mark ${number}` }),
    () => at("organization.delete", "DELETE", `?confirmation=${encodeURIComponent(name)}`),
  ],
  users: (_user, number, at) => [
    () => at("template_user.edit", "PATCH", "", { name: `user ${number}` }),
    () => at("template_user.edit", "PATCH", "", { name: `user ${number}` }),
    () => at("user.disable", "PATCH", "", { disabled: true }),
    () => at("user.enable", "PATCH", "", { disabled: false }),
  ],
};

// Sent as a form, and proved by the client's own secret.
function planIssue({ clientId = "", secret = "" }: Known): Planned {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: secret,
  });
  const path = "account/api/token";
  return { action: "token.issue", method: "POST", path, body: form.toString(), targetId: null, key: null };
}

/** One of several, each as often as another. */
export function pick<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)] as T;
}
