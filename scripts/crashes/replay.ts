import type { Event } from "@/scripts/crashes/read-state";

type Facts = Record<string, unknown>;
type Values = Readonly<Record<string, unknown>>;

/** What a row must be after an event, or a sentence on why the event cannot follow what is known of it. */
type Step = (facts: Facts | undefined, event: Event) => Facts | string;

const make =
  (facts: (event: Event) => Facts): Step =>
  (known, event) =>
    known === undefined ? facts(event) : "is made a second time";

const change =
  (facts: (known: Facts, details: Values) => Facts | string): Step =>
  (known, { details }) => {
    if (known === undefined) return "is changed before it is made";
    return known.deleted === true ? "is changed after its end" : facts(known, details);
  };

const toggle = (disabled: boolean) =>
  change((known) => (known.disabled === disabled ? "is switched to what it is" : { ...known, disabled }));

const edit = change((known, details) => {
  const before = details.before as Values;
  const wrong = Object.entries(before).find(([field, value]) => field in known && known[field] !== value);
  if (wrong) return `had another ${wrong[0]} before its edit`;
  const after = Object.entries(details.after as Values).filter(([field]) => field in known);
  return { ...known, ...Object.fromEntries(after) };
});

const rotate = change((known, details) => {
  const { before, after } = details.last4 as { before: string; after: string };
  if (before !== known.last4) return "had another secret before its rotation";
  const secrets = "secrets" in known ? { secrets: Number(known.secrets) + 1, current: after } : {};
  return { ...known, last4: after, ...secrets };
});

const end = change((known) => ({
  ...known,
  deleted: true,
  ...("current" in known ? { current: null } : {}),
}));

const newToken = make(({ targetName, details }) => ({
  name: targetName,
  notes: "",
  expiresAt: details.expiresAt ?? null,
  disabled: false,
  deleted: false,
  last4: details.last4,
  secrets: 1,
  current: details.last4,
  unreadable: 0,
}));

const steps: Readonly<Record<string, Step>> = {
  "token.create": newToken,
  "token.issue": newToken,
  "token.edit": edit,
  "token.rotate": rotate,
  "token.disable": toggle(true),
  "token.enable": toggle(false),
  "token.delete": end,
  "api_client.create": make(({ targetName, details }) => ({
    name: targetName,
    notes: "",
    disabled: false,
    deleted: false,
    last4: details.last4,
  })),
  "api_client.edit": edit,
  "api_client.rotate": rotate,
  "api_client.disable": toggle(true),
  "api_client.enable": toggle(false),
  "api_client.delete": end,
  "organization.create": make(({ targetName, details }) => ({
    name: targetName,
    description: details.description,
    deleted: false,
  })),
  "organization.edit": edit,
  "organization.delete": end,
  "template_user.create": make(({ targetName }) => ({ name: targetName, disabled: false })),
  "template_user.edit": edit,
  "user.disable": toggle(true),
  "user.enable": toggle(false),
};

/** Goes through the events in the order of their numbers: what each row must be, and which events cannot be true. */
export function replay(events: readonly Event[]): { rows: Map<string, Values>; violations: string[] } {
  const rows = new Map<string, Facts>();
  const violations: string[] = [];
  for (const event of events) {
    const step = steps[event.action];
    if (step === undefined || event.outcome !== "done" || event.targetId === null) continue;
    const next = step(rows.get(event.targetId), event);
    if (typeof next === "string")
      violations.push(`${event.action} (number ${event.seq}): ${event.targetId} ${next}`);
    else rows.set(event.targetId, next);
  }
  return { rows, violations };
}

/** Whether `replay` knows what an action does. */
export function isReplayed(action: string): boolean {
  return action in steps;
}
