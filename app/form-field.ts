/** A field of a form, or null: callers choose what they send to a server action, and it may be no form at all. */
export function formField(form: unknown, name: string): FormDataEntryValue | null {
  return form instanceof FormData ? form.get(name) : null;
}
