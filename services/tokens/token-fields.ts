import { isIP } from "node:net";
import { z } from "zod";
import { nameField, notesField } from "@/domain/text/fields";
import { ipAllowListMax, tokenNameLengthMax, tokenNotesLengthMax } from "@/domain/tokens/bounds";
import { tokenTypeNames } from "@/domain/tokens/types";

/** A single address or a CIDR range, v4 or v6. */
export function isAddressRange(text: string): boolean {
  const [address, bits, ...rest] = text.split("/");
  const version = isIP(address ?? "");
  if (version === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Fields that a person may set on a token, shared by create and edit. */
export const tokenFields = {
  type: z.enum(tokenTypeNames as [string, ...string[]] as unknown as [(typeof tokenTypeNames)[number]], {
    error: "Choose one of the token types.",
  }),
  name: nameField("The name", tokenNameLengthMax),
  notes: notesField("The notes", tokenNotesLengthMax),
  expiresAt: z.coerce.date({ error: "The expiry must be a date and time." }).nullable(),
  ipAllowList: z
    .array(
      z
        .string()
        .trim()
        .refine(isAddressRange, "Each entry must be an address or a range such as 10.0.0.0/24."),
    )
    .max(ipAllowListMax, `At most ${ipAllowListMax} addresses.`),
};
