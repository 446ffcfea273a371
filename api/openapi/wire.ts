import { z } from "zod";

type JsonSchema = Readonly<Record<string, unknown>>;

const named = z.registry<{ id: string }>();
const written = new WeakMap<object, JsonSchema>();

/** Gives a schema a name of its own in the document, under which others refer to it. */
export function nameSchema<S extends z.ZodType>(id: string, schema: S): S {
  named.add(schema, { id });
  return schema;
}

/** Says how a schema looks in JSON where that cannot be read off it: rules in code, texts that become other values. */
export function describeWire<S extends z.ZodType>(schema: S, json: JsonSchema): S {
  written.set(schema, json);
  return schema;
}

/** A moment: RFC 3339 in JSON, a Date in code. Parsed by `decode`, written by `encode`. */
export const timestamp = describeWire(
  z.codec(z.iso.datetime({ offset: true }), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  }),
  { type: "string", format: "date-time" },
);

export const id = z.uuid();

/** A schema as JSON Schema (draft 2020-12, as OpenAPI 3.1 has it), as it looks on the wire; named ones come apart, as `$defs`. */
export function toWire(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: "input",
    metadata: named,
    override: ({ zodSchema, jsonSchema }) => {
      const own = written.get(zodSchema);
      if (own === undefined) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema];
      Object.assign(jsonSchema, own);
    },
    // Inside of a described one; a test finds whatever else stays empty.
    unrepresentable: "any",
  });
  return json as JsonSchema;
}
