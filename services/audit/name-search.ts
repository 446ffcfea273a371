import { z } from "zod";
import { holdsTokenForm } from "@/domain/tokens/token-form";
import { searchLengthMax } from "@/domain/tokens/token-query";

/** A piece of a name, or a token's last characters, to look for; never a token itself. */
export const nameSearch = z
  .string({ error: "The search must be text." })
  .max(searchLengthMax, `Search for at most ${searchLengthMax} characters.`)
  .refine((text) => !holdsTokenForm(text), "Do not search for a token itself: look for its name or last 4.")
  .transform((text) => text.normalize("NFC").trim())
  // No name has one, and PostgreSQL takes no text with a NUL.
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "The search may not hold control characters.");
