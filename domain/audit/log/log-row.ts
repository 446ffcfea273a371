/** What `details` of an event may hold: what JSON knows. */
export type LogJson =
  | null
  | boolean
  | number
  | string
  | readonly LogJson[]
  | { readonly [name: string]: LogJson };

/** An event as its log holds it (docs/audit-format.md), with the names that exports use. */
export type LogRow = {
  readonly logId: string;
  readonly seq: number;
  readonly id: string;
  readonly organizationId: string | null;
  readonly at: string;
  readonly sealedAt: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly outcome: string;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly details: { readonly [name: string]: LogJson };
};

type TextField = Exclude<keyof LogRow, "seq" | "details">;
type Form = "id" | "time" | "text";

/** The fields that are texts, in the order of the canonical bytes after `logId` and `seq`. `?`: may be null. */
export const textFields = [
  ["id", "id"],
  ["organizationId", "id", "?"],
  ["at", "time"],
  ["sealedAt", "time"],
  ["actorKind", "text"],
  ["actorId", "id", "?"],
  ["actorName", "text"],
  ["action", "text"],
  ["outcome", "text"],
  ["targetKind", "text", "?"],
  ["targetId", "id", "?"],
  ["targetName", "text", "?"],
  ["address", "text", "?"],
  ["userAgent", "text", "?"],
  ["requestId", "text", "?"],
] as const satisfies readonly (readonly [TextField, Form, "?"?])[];

/** How deep lists and objects in `details` may lie in one another, `details` itself being the first. */
export const detailsDepthMax = 32;

const fieldCount = textFields.length + 3;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const time = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** A row of a file as an event, or what is wrong with its form: one sentence. Fields that it does not know are wrong too. */
export function readLogRow(value: unknown): LogRow | string {
  if (!isObject(value)) return "It is no object.";
  if (!isId(value.logId)) return "logId is no id.";
  const { seq } = value;
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1)
    return "seq is no whole number from 1 on.";
  // By place: this loop runs fifteen times for each row of a million.
  for (let i = 0; i < textFields.length; i++) {
    const field = textFields[i]!;
    const given = value[field[0]];
    if ((given === null || given === "") && field[2] === "?") continue;
    if (typeof given !== "string") return `${field[0]} is no text.`;
    if (field[1] === "text") {
      if (!isWellFormed(given)) return `${field[0]} holds half of a character.`;
    } else if (field[1] === "id" ? !isId(given) : !isInstant(given))
      return `${field[0]} is not written as this log writes an ${field[1] === "id" ? "id" : "instant"}.`;
  }
  if (!isObject(value.details)) return "details is no object.";
  const wrong = findWrong(value.details, 1);
  if (wrong !== null) return wrong;
  return Object.keys(value).length === fieldCount
    ? (value as LogRow)
    : "It has a field that is none of an event's.";
}

/** Why `details`, as JSON will carry them, are none that a log can hold; null when they are. */
export function reasonAgainstDetails(details: unknown): string | null {
  const carried: unknown = JSON.parse(JSON.stringify(details) ?? "null");
  return isObject(carried) ? findWrong(carried, 1) : "details is no object.";
}

function findWrong(value: unknown, depth: number): string | null {
  if (typeof value === "string") return isWellFormed(value) ? null : "details holds half of a character.";
  if (typeof value === "number") return Number.isFinite(value) ? null : "details holds too large a number.";
  if (value === null || typeof value === "boolean") return null;
  if (typeof value !== "object") return "details holds what JSON does not know.";
  if (depth > detailsDepthMax) return "details lie too deep in one another.";
  for (const name of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[name];
    const wrong = isWellFormed(name) ? findWrong(member, depth + 1) : "details holds half of a character.";
    if (wrong !== null) return wrong;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isId(value: unknown): boolean {
  return typeof value === "string" && value.length === 36 && uuid.test(value);
}

function isInstant(value: string): boolean {
  return value.length === 24 && time.test(value);
}

// Half of a surrogate pair has no UTF-8: two texts would have the same bytes.
const isWellFormed: (text: string) => boolean =
  "isWellFormed" in String.prototype
    ? (text) => (text as string & { isWellFormed(): boolean }).isWellFormed()
    : (text) => !/\p{Surrogate}/u.test(text);
