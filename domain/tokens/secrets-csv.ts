import { csvLine } from "@/domain/text/csv-line";

/** Names and secrets of tokens as a CSV file, safe from formulas (docs/csv.md). The id tells tokens of one name apart. */
export function secretsCsv(
  tokens: readonly { readonly id: string; readonly name: string; readonly secret: string }[],
): string {
  return [["name", "secret", "id"], ...tokens.map(({ name, secret, id }) => [name, secret, id])]
    .map(csvLine)
    .join("");
}
