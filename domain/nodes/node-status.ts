/** Each process says that it runs so often. */
export const heartbeatMs = 2_000;
/** Who has said nothing for so long is taken for gone: four heartbeats and a pause of the machine. */
export const goneAfterMs = 10_000;
/** Who is gone is shown, and kept, for so long. */
export const shownAfterGoneMs = 3_600_000;

export type NodeKind = "api" | "desk";

/** A process of the deployment, as it last spoke of itself. */
export type NodeStatus = {
  readonly id: string;
  readonly kind: NodeKind;
  /** Machine and port. */
  readonly name: string;
  readonly version: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly isLive: boolean;
  /** Where it counts limits; null for a desk. */
  readonly limitStore: "memory" | "redis" | null;
  /** Since when it counts by itself although it should share. */
  readonly aloneSince: Date | null;
  readonly usageLagMs: number;
};

/** What is not as it should be with the deployment's processes. */
export type NodeNotice =
  /** Redis is away from these: each counts limits by itself. */
  | { readonly kind: "alone"; readonly since: Date; readonly names: readonly string[]; readonly of: number }
  /** Several API processes, of which these were given no Redis: each holds the limits by itself, always. */
  | { readonly kind: "apart"; readonly names: readonly string[]; readonly of: number }
  /** No API process has been seen since then. */
  | { readonly kind: "no_api"; readonly since: Date };

/** What of these processes an administrator should know of. Pure; a deployment that never said anything gets no notice. */
export function noticesOf(nodes: readonly NodeStatus[]): NodeNotice[] {
  const apis = nodes.filter(({ kind }) => kind === "api");
  const live = apis.filter(({ isLive }) => isLive);
  if (live.length === 0) {
    const last = Math.max(...apis.map(({ seenAt }) => seenAt.getTime()));
    return apis.length === 0 ? [] : [{ kind: "no_api", since: new Date(last) }];
  }
  const notices: NodeNotice[] = [];
  const alone = live.flatMap(({ name, aloneSince }) => (aloneSince === null ? [] : [{ name, aloneSince }]));
  if (alone.length > 0) {
    const since = new Date(Math.min(...alone.map(({ aloneSince }) => aloneSince.getTime())));
    notices.push({ kind: "alone", since, names: alone.map(({ name }) => name), of: live.length });
  }
  const apart = live.filter(({ limitStore, aloneSince }) => limitStore === "memory" && aloneSince === null);
  if (apart.length > 0 && live.length > 1)
    notices.push({ kind: "apart", names: apart.map(({ name }) => name), of: live.length });
  return notices;
}
