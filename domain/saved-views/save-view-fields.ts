import { z } from "zod";
import { viewPageNames } from "@/domain/saved-views/saved-view";
import { nameField } from "@/domain/text/fields";
import { holdsTokenForm } from "@/domain/tokens/token-form";

export const viewNameLengthMax = 100;
export const viewQueryLengthMax = 4000;

/** What a view is saved with, for the dialog and the service. */
export const saveViewSchema = z.object({
  page: z.enum(viewPageNames, { error: `A view is of ${viewPageNames.join(" or ")}.` }),
  name: nameField("The name", viewNameLengthMax),
  query: z
    .string({ error: "The filter must be the query of an address." })
    .max(viewQueryLengthMax, "There are too many filters to keep in one view.")
    .refine(
      (text) => !holdsTokenForm(decodeLoosely(text)),
      "The search holds a token: look for its name or last 4.",
    ),
  shared: z.boolean({ error: "Say whether everybody sees it." }).default(false),
});

export type SaveViewInput = z.input<typeof saveViewSchema>;

// What cannot be decoded is no token either.
function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
