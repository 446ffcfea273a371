import { z } from "zod";
import { roles } from "@/domain/access/actions";
import {
  accountNameLengthMax,
  emailLengthMax,
  organizationDescriptionLengthMax,
  organizationNameLengthMax,
  personNameLengthMax,
} from "@/domain/access/people-bounds";
import { permissionLengthMax, permissionPattern, permissionsMax } from "@/domain/access/permissions";
import { nameField, notesField } from "@/domain/text/fields";

/** Fields that forms and services share, with the sentence for each fault. */
export const peopleFields = {
  personName: nameField("The name", personNameLengthMax),
  accountName: nameField("The company name", accountNameLengthMax),
  organizationName: nameField("The name", organizationNameLengthMax),
  organizationDescription: notesField("The description", organizationDescriptionLengthMax),
  /** Compared and kept in lower case. */
  email: z
    .string({ error: "Enter an e-mail address." })
    .max(emailLengthMax * 2, "Enter an e-mail address.")
    .transform((value) => value.trim().toLowerCase())
    .pipe(
      z.email("Enter an e-mail address such as ada@example.com.").max(emailLengthMax, "This is too long."),
    ),
  role: z.enum(roles, { error: "Choose a role." }),
  permissions: z
    .array(
      z
        .string()
        .trim()
        .max(permissionLengthMax, `A permission may have at most ${permissionLengthMax} characters.`)
        .regex(permissionPattern, "A permission looks like reports:read, reports:* or *."),
      { error: "Permissions are a list." },
    )
    .max(permissionsMax, `At most ${permissionsMax} permissions.`)
    .transform((list) => [...new Set(list)].sort()),
};
