import { z } from "zod";
import { findTokenForm } from "@/domain/tokens/token-form";

// Controls, lone surrogates, bidi embeddings, overrides and isolates, line separators, BOM: invisible in a grid, and able to
// make one name look like another. Joiners and marks stay allowed: emoji and right-to-left names need them.
const forbidden = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufeff]/u;
// Something to see: a name of joiners, fillers or blanks alone would be an empty line in a grid.
const visible = /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{M}\u2800]/u;
const forbiddenInNotes = /(?![\n\t])[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufeff]/u;

/** PostgreSQL's char_length: code points, so that the bound here is the CHECK's bound. */
export function lengthOf(text: string): number {
  return [...text].length;
}

// A secret that was pasted where a name or a note should stand would be in the audit trail for good, before everybody who reads it.
const holdsNoToken = (label: string) =>
  [
    (value: string) => findTokenForm(value) === null,
    `${label} may not hold a token or a client secret: others read it.`,
  ] as const;

/**
 * A one-line name: trimmed, 1 to `lengthMax` characters, no control or direction-changing characters, no token. Emoji and RTL text are
 * fine.
 */
export function nameField(label: string, lengthMax: number) {
  return z
    .string({ error: `${label} must be text.` })
    .max(lengthMax * 4 + 64, `${label} may have at most ${lengthMax} characters.`)
    .transform((value) => value.normalize("NFC").trim())
    .refine((value) => visible.test(value), `${label} is needed.`)
    .refine((value) => lengthOf(value) <= lengthMax, `${label} may have at most ${lengthMax} characters.`)
    .refine((value) => !forbidden.test(value), `${label} may not hold control characters.`)
    .refine(...holdsNoToken(label));
}

/** Free text with line breaks: at most `lengthMax` characters, no other control characters, no token; may be empty. */
export function notesField(label: string, lengthMax: number) {
  return z
    .string({ error: `${label} must be text.` })
    .max(lengthMax * 4 + 64, `${label} may have at most ${lengthMax} characters.`)
    .transform((value) => value.normalize("NFC").replace(/\r\n?/g, "\n").trim())
    .refine((value) => lengthOf(value) <= lengthMax, `${label} may have at most ${lengthMax} characters.`)
    .refine((value) => !forbiddenInNotes.test(value), `${label} may not hold control characters.`)
    .refine(...holdsNoToken(label));
}
