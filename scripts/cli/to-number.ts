/** What is no number becomes NaN, which the service refuses by the field's name. "" is no number either. */
export function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : text.trim() === "" ? Number.NaN : Number(text);
}
