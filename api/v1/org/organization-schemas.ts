import { z } from "zod";
import { describeWire, nameSchema, timestamp } from "@/api/openapi/wire";
import { exampleIds, pageSchema } from "@/api/v1/common-schemas";
import { organizationDescriptionLengthMax, organizationNameLengthMax } from "@/domain/access/people-bounds";
import { peopleFields } from "@/domain/access/people-fields";

const { organizationName: name, organizationDescription: description } = peopleFields;
describeWire(name, { type: "string", minLength: 1, maxLength: organizationNameLengthMax });
describeWire(description, { type: "string", maxLength: organizationDescriptionLengthMax });

export const organizationSchema = nameSchema(
  "Organization",
  z.object({
    id: z.uuid().meta({ description: "What `_oid` names." }),
    name: z.string(),
    description: z.string(),
    locator: z.string().meta({ description: "Stands in every token of the organization." }),
    createdAt: timestamp,
  }),
);
export const organizationPageSchema = pageSchema("OrganizationPage", organizationSchema);
export const organizationCreation = z.strictObject({ name, description: description.optional() });
export const organizationChanges = z.strictObject({
  name: name.optional(),
  description: description.optional(),
});

export const organizationExample = {
  id: exampleIds.organization,
  name: "Acme production",
  description: "Plants in Lyon and Graz",
  locator: "a8Zk01Qx",
  createdAt: "2026-01-12T08:00:00.000Z",
} as const;
