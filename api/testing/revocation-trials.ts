import { Agent, request } from "node:http";
import { oauthOf } from "@/api/testing/oauth-client";
import { makeRevocableClientTokens } from "@/api/testing/revocable-client-tokens";
import { makeRevocableKeys } from "@/api/testing/revocable-keys";
import {
  makeRevocableTokens,
  type RevocableToken,
  revocableName,
  revocableUserName,
} from "@/api/testing/revocable-tokens";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import type { OpenWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";
import type { Tenant } from "@/services/testing/world";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { rotateToken } from "@/services/tokens/rotate";
import { changePermissions } from "@/services/users/change-permissions";
import { disableUser } from "@/services/users/disable";
import { removeUser } from "@/services/users/remove";

/** The ways in which a secret loses its rights. Each resolves when its caller has the answer. */
const revocations = [
  "delete",
  "disable",
  "rotate",
  "finish_rotation",
  "change_permissions",
  "disable_user",
  "remove_user",
  "disable_key_of_jwt",
  "rotate_key_of_jwt",
  "oauth_revoke",
  "disable_client",
  "delete_client",
] as const;
type Revocation = (typeof revocations)[number];

type Trial = {
  readonly kind: Revocation;
  readonly secret: string;
  readonly revoke: () => Promise<unknown>;
  validBefore: number;
  /** When the revocation was answered, on the clock that also times the requests. */
  revokedAt: number | null;
  answeredAfter: number;
};

export type RevocationReport = {
  readonly trials: Record<Revocation, number>;
  readonly verifications: number;
  /** Requests that began after the answer to the revocation, and were told "valid" all the same. */
  readonly violations: { readonly kind: Revocation; readonly msAfter: number }[];
};

type Setup = {
  readonly trials: number;
  /** API nodes and the gateway token to ask them with. */
  readonly nodes: readonly { readonly url: string; readonly gateway: string }[];
};

const clients = 16;
/** Tokens that are verified and revoked at the same time. */
const lanes = 8;
/** How often a token is seen to be valid before it is revoked, and asked about afterwards. */
const sightings = 3;
const askedAfterwards = 6;

/**
 * 16 clients verify in a loop over all nodes while tokens are revoked in every way. A violation is a `valid` whose request
 * began after the revocation had been answered (design §5, the promise).
 */
export async function runRevocationTrials(world: OpenWorld, setup: Setup): Promise<RevocationReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const active = new Set<Trial>();
  const report = {
    trials: Object.fromEntries(revocations.map((kind) => [kind, 0])) as Record<Revocation, number>,
    verifications: 0,
    violations: [] as RevocationReport["violations"],
  };
  const prepared = await prepareTrials(world, setup);
  let running = true;

  const client = async (seed: number) => {
    for (let turn = seed; running; turn++) {
      const trial = [...active][turn % Math.max(active.size, 1)];
      const node = setup.nodes[turn % setup.nodes.length]!;
      if (trial === undefined) {
        await nextTurn();
        continue;
      }
      const began = performance.now();
      const verdict = await askVerdict(agent, node, trial.secret);
      report.verifications += 1;
      const late = trial.revokedAt !== null && began > trial.revokedAt;
      if (verdict === "valid" && late) {
        report.violations.push({ kind: trial.kind, msAfter: began - trial.revokedAt! });
      }
      if (verdict === "valid") trial.validBefore += 1;
      if (late) trial.answeredAfter += 1;
    }
  };

  let next = 0;
  const lane = async () => {
    while (next < setup.trials) {
      const trial = prepared[next++]!;
      active.add(trial);
      while (trial.validBefore < sightings) await nextTurn();
      await trial.revoke();
      trial.revokedAt = performance.now();
      while (trial.answeredAfter < askedAfterwards) await nextTurn();
      active.delete(trial);
      report.trials[trial.kind] += 1;
    }
  };

  const asking = Array.from({ length: clients }, (_, i) => client(i));
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    running = false;
    await Promise.all(asking);
    agent.destroy();
  }
  return report;
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

async function prepareTrials(world: OpenWorld, { trials, nodes }: Setup): Promise<Trial[]> {
  const perKind = Math.ceil(trials / revocations.length);
  const prepared: Trial[] = [];
  for (const [i, kind] of revocations.entries()) {
    const tenant = i % 2 ? world.acme : world.other;
    const tokens = await makeTokensFor(world, tenant, perKind, kind);
    for (const [place, token] of tokens.entries()) {
      // Every kind in turn.
      prepared[place * revocations.length + i] = {
        kind,
        secret: token.secret,
        revoke: () => revokeBy(nodes[place % nodes.length]!, kind, token),
        validBefore: 0,
        revokedAt: null,
        answeredAfter: 0,
      };
    }
  }
  return prepared.slice(0, trials);
}

function makeTokensFor(
  world: OpenWorld,
  tenant: Tenant,
  count: number,
  kind: Revocation,
): Promise<(RevocableToken & { readonly apiClientId?: string })[]> {
  if (kind.endsWith("_of_jwt")) return makeRevocableKeys(world, tenant, count, kind);
  if (kind.endsWith("_client")) return makeRevocableClientTokens(world, tenant, count);
  return makeRevocableTokens(world, tenant, count, kind === "finish_rotation");
}

async function revokeBy(
  node: Setup["nodes"][number],
  kind: Revocation,
  token: RevocableToken & { readonly apiClientId?: string },
): Promise<unknown> {
  const { context, tokenId, userId, apiClientId, secret } = token;
  switch (kind) {
    case "delete":
      return unwrap(await deleteToken(context, { tokenId, confirmation: revocableName }));
    case "disable":
    case "disable_key_of_jwt":
      return unwrap(await disableToken(context, { tokenId }));
    case "rotate":
    case "rotate_key_of_jwt":
      return unwrap(await rotateToken(context, { tokenId, graceSeconds: 0 }));
    case "finish_rotation":
      return unwrap(await finishRotation(context, { tokenId }));
    case "oauth_revoke": {
      const { status } = await oauthOf(node).revoke({ token: secret });
      if (status !== 200) throw new Error(`the revocation was answered ${status}`);
      return status;
    }
    case "disable_client":
      return unwrap(await disableApiClient(context, { apiClientId }));
    case "delete_client":
      return unwrap(await deleteApiClient(context, { apiClientId }));
    case "change_permissions":
      return unwrap(await changePermissions(context, { userId, permissions: ["billing:read"] }));
    case "disable_user":
      return unwrap(await disableUser(context, { userId }));
    case "remove_user":
      return unwrap(await removeUser(context, { userId, confirmation: revocableUserName }));
  }
}

function askVerdict(agent: Agent, node: Setup["nodes"][number], token: string): Promise<string> {
  const body = JSON.stringify({ token, permission: "reports:read" });
  return new Promise((resolve, reject) => {
    const sent = request(
      `${node.url}/v1/tokens/verify`,
      {
        method: "POST",
        agent,
        headers: {
          authorization: `Bearer ${node.gateway}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () => {
          if (response.statusCode === 200) resolve((JSON.parse(text) as { verdict: string }).verdict);
          else reject(new Error(`${response.statusCode}: ${text}`));
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
