/** Of a form's values those that are others than before: only these are sent, so that two people may change different ones at once. */
export function changedValues<T extends object>(before: Readonly<T>, values: T): Partial<T> {
  const names = (Object.keys(values) as (keyof T)[]).filter((name) => values[name] !== before[name]);
  return Object.fromEntries(names.map((name) => [name, values[name]])) as Partial<T>;
}
