import { z } from "zod";
import type { TokenStrength } from "@/domain/access/token-strength";
import { nameField, notesField } from "@/domain/text/fields";
import { tokenNameLengthMax, tokenNotesLengthMax } from "@/domain/tokens/bounds";

/** Fields that a person may set on an API client; its tokens bear its name, so the bounds are theirs. */
export const clientFields = {
  name: nameField("The name", tokenNameLengthMax),
  notes: notesField("The notes", tokenNotesLengthMax),
};

/** An input that names one client by the id of its row. */
export const apiClientIdInput = z.object({ apiClientId: z.uuid({ error: "Name the client by its id." }) });

/** What an API client is worth: account tokens for ever and from everywhere. */
export const clientStrength: TokenStrength = { type: "account", expiresAt: null, ipAllowList: [] };
