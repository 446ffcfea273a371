/** Signs of a formula besides = + - @: what Unicode folds into one of these (NFKC: wide, small, raised). */
export const formulaSigns = "＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−\u2a75\u2a76\ufb29";
/** One character that some programs skip before a formula: blank or invisible. */
export const skipped = /[\s\p{C}\p{DI}]/u;

/**
 * Texts that a spreadsheet might run as a formula (ASVS 1.2.10, OWASP CSV injection): = + - @ or a character that Unicode folds
 * into one (NFKC: wide, small, raised), also after blanks or invisible characters that some programs skip; and a TAB, CR, LF
 * or NUL at the start.
 */
const dangerous = new RegExp(`^(?:${skipped.source}*[=+\\-@${formulaSigns}]|[\\t\\r\\n\\0])`, "u");

/**
 * Puts `'` before a text that a spreadsheet might run, and before one that starts with `'` itself; every other text stays as
 * it is. So whoever reads takes one leading `'` off, always and without looking further (docs/csv.md).
 */
export function guardCell(text: string): string {
  return startsHarmlessly(text) || !(text.startsWith("'") || dangerous.test(text)) ? text : `'${text}`;
}

/** The text before `guardCell`. */
export function unguardCell(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text;
}

// Nearly every cell, told by one look: a digit or an ASCII letter.
function startsHarmlessly(text: string): boolean {
  const code = text.charCodeAt(0);
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
