import { typedConfirmationDays } from "@/domain/tokens/bounds";

/** True when deleting a token that was last used then needs a typed confirmation (screens, "graded friction"). */
export function needsTypedConfirmation(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() <= typedConfirmationDays * 86_400_000;
}

/** True when what was typed is what was asked for, however its characters were put together and whatever blanks stand around it. */
export function isTyped(confirmation: string | undefined, wanted: string): boolean {
  return confirmation?.normalize("NFC").trim() === wanted;
}
