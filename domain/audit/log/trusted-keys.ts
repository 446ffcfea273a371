import type { Handover } from "@/domain/audit/log/handover";
import { isSameHash } from "@/domain/audit/log/tree-hasher";

/** A key that is trusted because one that is trusted hands over to it, or took over from it. */
export type LinkedKey = {
  readonly publicKey: Uint8Array;
  /** It is trusted for the logs of this deployment only. */
  readonly deployment: string;
  /** When the hand-over was that it is trusted by. */
  readonly at: string;
  readonly isLater: boolean;
};

type Link = Handover & { readonly isContradicted: boolean };

/**
 * The keys that the given ones lead to: forwards from what is given or was reached forwards, and backwards from all. Never forwards from
 * a key that was reached backwards: its successor is known, and whoever has an old key by now may sign another. A key that hands over to
 * two hands over to nobody.
 */
export function followHandovers(
  given: readonly Uint8Array[],
  handovers: readonly Handover[],
): readonly LinkedKey[] {
  const links: Link[] = handovers.map((one) => ({
    ...one,
    isContradicted: handovers.some(
      (other) => isSameHash(one.from, other.from) && !isSameHash(one.to, other.to),
    ),
  }));
  const forwards = spread(given, links, "from", "to");
  const backwards = spread([...given, ...forwards.map((key) => key.publicKey)], links, "to", "from");
  return [...forwards, ...backwards];
}

function spread(
  start: readonly Uint8Array[],
  links: readonly Link[],
  known: "from" | "to",
  next: "from" | "to",
): LinkedKey[] {
  const found: LinkedKey[] = [];
  const has = (key: Uint8Array) =>
    start.some((one) => isSameHash(one, key)) || found.some((one) => isSameHash(one.publicKey, key));
  for (let before = -1; before !== found.length; ) {
    before = found.length;
    for (const link of links)
      if (!link.isContradicted && has(link[known]) && !has(link[next]))
        found.push({
          publicKey: link[next],
          deployment: link.deployment,
          at: link.at,
          isLater: next === "to",
        });
  }
  return found;
}
