/**
 * Texts that a spreadsheet might run as a formula: the characters of OWASP's list, full-width ones, and those after leading
 * blanks or invisible characters that some programs skip (ASVS 1.2.10). Leading quotes belong to it, so that the guard
 * can be taken off without doubt.
 */
const dangerous = /^'*(?:[\s\p{C}]*[=+\-@＝＋－＠]|[\t\r\n\0])/u;

/** Puts `'` before a text that a spreadsheet might run; every other text stays as it is. */
export function guardCell(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

/** The text before `guardCell`. */
export function unguardCell(text: string): string {
  return text.startsWith("'") && dangerous.test(text) ? text.slice(1) : text;
}
