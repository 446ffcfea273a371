import { toBase64 } from "@/domain/audit/log/base64";
import type { Handover } from "@/domain/audit/log/handover";

/** A key that is trusted because one that is trusted hands over to it, or took over from it. */
export type LinkedKey = {
  readonly publicKey: Uint8Array;
  /** It is trusted for the logs of this deployment only. */
  readonly deployment: string;
  /** When the hand-over was that it is trusted by. */
  readonly at: string;
  readonly isLater: boolean;
};

/**
 * The keys that the given ones lead to: forwards from what is given or was reached forwards, and backwards from all. Never forwards from
 * a key that was reached backwards: its successor is known, and whoever has an old key by now may sign another. A key that hands over to
 * two hands over to nobody. Each deployment by itself: a key that is trusted for one may name none for another.
 */
export function followHandovers(
  given: readonly Uint8Array[],
  handovers: readonly Handover[],
): readonly LinkedKey[] {
  const byDeployment = new Map<string, Handover[]>();
  for (const handover of handovers) {
    const others = byDeployment.get(handover.deployment);
    if (others === undefined) byDeployment.set(handover.deployment, [handover]);
    else others.push(handover);
  }
  return [...byDeployment.values()].flatMap((own) => followOwn(given, own));
}

function followOwn(given: readonly Uint8Array[], handovers: readonly Handover[]): readonly LinkedKey[] {
  const successors = new Map<string, Set<string>>();
  for (const { from, to } of handovers) {
    const known = successors.get(toBase64(from));
    if (known === undefined) successors.set(toBase64(from), new Set([toBase64(to)]));
    else known.add(toBase64(to));
  }
  const links = handovers.filter(({ from }) => successors.get(toBase64(from))!.size === 1);
  const forwards = spread(given, links, "from", "to");
  const backwards = spread([...given, ...forwards.map((key) => key.publicKey)], links, "to", "from");
  return [...forwards, ...backwards];
}

// Each key is looked at once: whoever hands in ten thousand notes must not make this take long.
function spread(
  start: readonly Uint8Array[],
  links: readonly Handover[],
  known: "from" | "to",
  next: "from" | "to",
): LinkedKey[] {
  const byKnown = new Map<string, Handover[]>();
  for (const link of links) {
    const key = toBase64(link[known]);
    const others = byKnown.get(key);
    if (others === undefined) byKnown.set(key, [link]);
    else others.push(link);
  }
  const reached = new Set(start.map(toBase64));
  const found: LinkedKey[] = [];
  // Grows while it is gone through.
  const queue = [...reached];
  for (const key of queue)
    for (const { [next]: publicKey, deployment, at } of byKnown.get(key) ?? []) {
      const name = toBase64(publicKey);
      if (reached.has(name)) continue;
      reached.add(name);
      queue.push(name);
      found.push({ publicKey, deployment, at, isLater: next === "to" });
    }
  return found;
}
