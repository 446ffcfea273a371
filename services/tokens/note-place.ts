import { done, type Result } from "@/domain/result";
import { lengthOf } from "@/domain/text/fields";
import { tokenNotesLengthMax } from "@/domain/tokens/bounds";
import { withStoragePlace } from "@/domain/tokens/storage-place";
import { refuseWith } from "@/services/kernel/act";
import type { TokenChanges } from "@/services/tokens/change-tokens";
import type { LockedToken } from "@/services/tokens/lock-tokens";

/**
 * The changes of a locked token, with the place of its secret as a line of the notes as they are now: the page that was told the place
 * may know older ones. Refuses invalid_input when the notes have no room for it.
 */
export function notePlace(
  token: LockedToken,
  { storagePlace, ...wanted }: TokenChanges & { readonly storagePlace?: string | undefined },
): Result<TokenChanges> {
  if (storagePlace === undefined) return done(wanted);
  const notes = withStoragePlace(wanted.notes ?? token.notes, storagePlace);
  if (lengthOf(notes) <= tokenNotesLengthMax) return done({ ...wanted, notes });
  const fault = `The notes have no room for it: they may have at most ${tokenNotesLengthMax} characters.`;
  return refuseWith("invalid_input", fault, { storagePlace: fault });
}
