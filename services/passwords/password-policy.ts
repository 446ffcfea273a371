import { dictionary } from "@zxcvbn-ts/language-common";
import { lengthOf } from "@/domain/text/fields";

let common: ReadonlySet<string> | undefined;

function isCommon(text: string): boolean {
  common ??= new Set(dictionary["passwords-common"].map(String));
  return common.has(text);
}

/**
 * Why a password is too easy to guess, or null. Refused: the 49,000 most common ones (ASVS 6.2.4), also with digits or signs
 * around them; repetitions and runs; the person's own name or address, or this product's (ASVS 6.2.11).
 */
export function findPasswordFault(password: string, ownWords: readonly string[]): string | null {
  const lower = password.toLowerCase();
  const core = lower.replace(/^[\d\p{P}\p{S}\s]+|[\d\p{P}\p{S}\s]+$/gu, "");
  const unit = repeatedUnit(lower);
  if (isCommon(lower) || isCommon(core) || isCommon(unit) || isCommon(repeatedUnit(core)))
    return "This is one of the passwords that are guessed first. Choose another.";
  if (lengthOf(unit) < 8 || isRun(lower)) return "This follows a simple pattern. Choose another.";
  const own = ["keydesk", ...ownWords].flatMap((word) => {
    const whole = word.toLowerCase();
    return [whole, whole.split("@")[0]!, ...whole.split(/[\s@.]+/)];
  });
  if (core.length > 0 && own.includes(core))
    return "This is made from a name that others know. Choose another.";
  return null;
}

// "abcabcabc" → "abc": the shortest text that, repeated, gives the whole.
function repeatedUnit(text: string): string {
  const period = `${text}${text}`.indexOf(text, 1);
  return text.slice(0, period === -1 ? text.length : period);
}

// "123456789012", "abcdefghijkl", "987654321098": each character one step from the one before, digits going round.
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((character, i) => character.charCodeAt(0) - text.charCodeAt(i));
  return [1, -1].some((step) => steps.every((each) => each === step || each === -9 * step));
}
