import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Json = Record<string, unknown>;
type Described = {
  readonly $ref?: string;
  readonly content?: Record<string, { readonly schema: Json; readonly example?: unknown }>;
};

/** The parts of an OpenAPI document that tests look at. */
export type Document = {
  readonly paths: Record<string, Record<string, DescribedOperation>>;
  readonly components: { readonly schemas: Json; readonly responses: Record<string, Described> };
};
export type DescribedOperation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Json }[];
  readonly requestBody?: Described;
  readonly responses: Record<string, Described>;
  readonly "x-any-method"?: true;
};

/** Judges JSON by the document's schemas, with a validator that is not the one that wrote them. */
export function createJudge(document: Document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: "doc", components: document.components });
  const known = new Map<string, ReturnType<typeof ajv.compile>>();

  /** What is wrong with a value; empty when nothing is. */
  const faultsOf = (schema: Json, value: unknown): string[] => {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"doc#/components/');
    let validate = known.get(text);
    if (validate === undefined) {
      validate = ajv.compile(JSON.parse(text) as Json);
      known.set(text, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
  };

  /** What is wrong with an answer to a request: the status, the type or the body is not as described. */
  const faultsOfAnswer = (method: string, path: string, status: number, type: string, body: string) => {
    const operation = findOperation(document, method, path);
    if (operation === null) return [];
    const described = resolveAnswer(document, operation.responses[String(status)]);
    if (described === undefined) return [`${operation.operationId}: ${status} is not described`];
    if (described.content === undefined) return body === "" ? [] : ["a body is not described"];
    const media = described.content[type.split(";")[0]!];
    if (media === undefined) return [`${operation.operationId}: ${type} is not described for ${status}`];
    return type.includes("json") ? faultsOf(media.schema, JSON.parse(body)) : [];
  };
  return { faultsOf, faultsOfAnswer };
}

/** An answer itself, where it is only referred to. */
export function resolveAnswer(document: Document, answer: Described | undefined): Described | undefined {
  const name = answer?.$ref?.replace("#/components/responses/", "");
  return name === undefined ? answer : document.components.responses[name];
}

/** The operation behind a request; null where the document has none. */
export function findOperation(document: Document, method: string, path: string): DescribedOperation | null {
  for (const [pattern, operations] of Object.entries(document.paths)) {
    const expression = new RegExp(`^${pattern.replace(/\{\w+\}/g, "[^/]+")}$`);
    const operation = operations[method.toLowerCase()];
    if (operation !== undefined && expression.test(path)) return operation;
  }
  return null;
}
