import { z } from "zod";
import { nameField, notesField } from "@/domain/text/fields";
import {
  expiresAtMax,
  ipAllowListMax,
  storagePlaceLengthMax,
  tokenNameLengthMax,
  tokenNotesLengthMax,
} from "@/domain/tokens/bounds";
import { tokenTypeNames } from "@/domain/tokens/types";
import { isAddressRange } from "@/domain/verification/address";

/** Fields that a person may set on a token, shared by create and edit. */
export const tokenFields = {
  type: z.enum(tokenTypeNames as [string, ...string[]] as unknown as [(typeof tokenTypeNames)[number]], {
    error: "Choose one of the token types.",
  }),
  name: nameField("The name", tokenNameLengthMax),
  notes: notesField("The notes", tokenNotesLengthMax),
  /** Where the secret is kept: a line of the notes, whatever else these say by then. */
  storagePlace: notesField("The place", storagePlaceLengthMax),
  /** A Date, or a date and time with its zone (RFC 3339); null for "never". */
  expiresAt: z
    .union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))], {
      error: "The expiry must be a date and time such as 2027-01-31T12:00:00Z.",
    })
    .refine((at) => at <= expiresAtMax, "The expiry must lie before the year 10000.")
    .nullable(),
  ipAllowList: z
    .array(
      z
        .string()
        .trim()
        .refine(isAddressRange, "Each entry must be an address or a range such as 10.0.0.0/24."),
    )
    .max(ipAllowListMax, `At most ${ipAllowListMax} addresses.`),
};
