// All but what JSON takes as it is; halves of pairs are looked at closer.
const needsEscape = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** `JSON.stringify` of a text, for a fraction of its price where nothing is to be escaped. */
export function quoteJson(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}
