import { z } from "zod";
import { describeWire, nameSchema } from "@/api/openapi/wire";
import { type TokenType, tokenTypeNames } from "@/domain/tokens/types";
import { limitMax, pageByCursor } from "@/services/kernel/cursor";

describeWire(pageByCursor.limit, {
  type: "integer",
  minimum: 1,
  maximum: limitMax,
  default: 50,
  description: "How many at most.",
});
describeWire(pageByCursor.cursor, {
  type: "string",
  maxLength: 200,
  description: "The `nextCursor` of the page before; left out for the first.",
});

/** A page of a list, under a name of its own. */
export function pageSchema<S extends z.ZodType>(id: string, item: S) {
  return nameSchema(
    id,
    z.object({
      items: z.array(item),
      nextCursor: z.string().nullable().meta({ description: "Null after the last page." }),
    }),
  );
}

/** What a change answers. */
export const changedSchema = nameSchema(
  "Changed",
  z.object({
    id: z.uuid(),
    changed: z.boolean().meta({ description: "False when it was so already." }),
  }),
);

/** Every type of token. */
export const tokenTypeSchema = z.enum(tokenTypeNames as readonly [TokenType, ...TokenType[]]);

export const namedSchema = nameSchema("Named", z.object({ id: z.uuid(), name: z.string() }));

/** Ids of the examples. */
export const exampleIds = {
  account: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e30",
  organization: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e31",
  token: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e32",
  user: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e33",
  invitation: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e34",
  client: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e35",
} as const;
