import type { Tone } from "./tone";

export type ToastOptions = {
  description?: string;
  /** One way to answer, such as Undo. Using it closes the toast. */
  action?: { label: string; onClick: () => void };
  /** Milliseconds on screen; Infinity stays until dismissed. With an action at least 10 s. */
  durationMs?: number;
  /** The same id replaces the toast in place. */
  id?: string;
};

export type ToastEntry = ToastOptions & { id: string; message: string; tone: Tone; durationMs: number };

let entries: readonly ToastEntry[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function publish(next: readonly ToastEntry[]) {
  entries = next;
  for (const listener of listeners) listener();
}

function show(tone: Tone, message: string, options: ToastOptions = {}): string {
  counter += 1;
  const id = options.id ?? `toast-${counter}`;
  const usual = tone === "bad" ? 12_000 : options.action ? 10_000 : 5000;
  const entry: ToastEntry = { ...options, id, message, tone, durationMs: options.durationMs ?? usual };
  const others = entries.filter((each) => each.id !== id);
  publish([...others.slice(-2), entry]);
  return id;
}

/** Says that something was done, from any client component. Never the only place for an error in a form. */
export const toast = Object.assign(
  (message: string, options?: ToastOptions) => show("neutral", message, options),
  {
    success: (message: string, options?: ToastOptions) => show("ok", message, options),
    warning: (message: string, options?: ToastOptions) => show("warn", message, options),
    error: (message: string, options?: ToastOptions) => show("bad", message, options),
    dismiss: (id?: string) => publish(id ? entries.filter((entry) => entry.id !== id) : []),
  },
);

export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  get: () => entries,
};
