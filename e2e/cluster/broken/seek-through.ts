import { type Lookup, seekBy } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-row";

type Found = LookedUp | null;

/** A look-up of tokens that asks `around` instead of looking; equal keys are the same question. */
export function seekThrough(
  lookup: Lookup,
  around: (key: string, find: () => Promise<Found>) => Promise<Found>,
): Lookup {
  return {
    ...lookup,
    ...seekBy((digest, organizationId, told) => {
      const find = () => lookup.find(Buffer.from(digest, "latin1"), organizationId);
      around(`${digest}${organizationId}`, find).then(
        (found) => told(null, found),
        (error: Error) => told(error, null),
      );
    }),
  };
}
