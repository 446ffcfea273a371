import type { Event } from "@/scripts/crashes/read-state";

type Facts = Record<string, unknown>;
type Values = Readonly<Record<string, unknown>>;

/** What a row must be after an event, and why, where that is so, the event cannot follow what is known of it. */
type Step = (facts: Facts | undefined, event: Event) => { readonly facts: Facts; readonly wrong?: string };

const make =
  (facts: (event: Event) => Facts): Step =>
  (known, event) => ({ facts: facts(event), ...(known ? { wrong: "is made a second time" } : {}) });

const change =
  (
    after: (known: Facts, details: Values) => Facts,
    complain: (known: Facts, details: Values) => string | null,
  ): Step =>
  (known = {}, { details }) => {
    const early = Object.keys(known).length === 0 ? "is changed before it is made" : null;
    const late = known.deleted === true ? "is changed after its end" : null;
    const wrong = early ?? late ?? complain(known, details);
    return { facts: after(known, details), ...(wrong ? { wrong } : {}) };
  };

const toggle = (disabled: boolean) =>
  change(
    (known) => ({ ...known, disabled }),
    (known) => (known.disabled === disabled ? "is switched to what it is" : null),
  );

const edit = change(
  (known, details) => {
    const after = Object.entries(details.after as Values).filter(([field]) => field in known);
    return { ...known, ...Object.fromEntries(after) };
  },
  (known, details) => {
    const before = Object.entries(details.before as Values);
    const other = before.find(([field, value]) => field in known && known[field] !== value);
    return other ? `had another ${other[0]} before its edit` : null;
  },
);

const rotate = change(
  (known, details) => {
    const { after } = details.last4 as { after: string };
    const secrets = "secrets" in known ? { secrets: Number(known.secrets) + 1, current: after } : {};
    return { ...known, last4: after, ...secrets };
  },
  (known, details) =>
    (details.last4 as { before: string }).before === known.last4
      ? null
      : "had another secret before its rotation",
);

const end = change(
  (known) => ({ ...known, deleted: true, ...("current" in known ? { current: null } : {}) }),
  () => null,
);

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
    const { facts, wrong } = step(rows.get(event.targetId), event);
    rows.set(event.targetId, facts);
    if (wrong) violations.push(`${event.action} (number ${event.seq}): ${event.targetId} ${wrong}`);
  }
  return { rows, violations };
}

/** Whether `replay` knows what an action does. */
export function isReplayed(action: string): boolean {
  return action in steps;
}
