type Finder = (...args: unknown[]) => Promise<unknown>;

/** Puts `around` before each method of a look-up that finds something; equal arguments have equal keys. */
export function wrapFinders<T extends object>(
  lookup: T,
  around: (key: string, find: () => Promise<unknown>) => Promise<unknown>,
): T {
  const wrapped = Object.entries(lookup).map(([name, member]) => {
    if (!name.startsWith("find")) return [name, member];
    const find = member as Finder;
    return [
      name,
      (...args: unknown[]) => around(`${name} ${JSON.stringify(args)}`, () => find.apply(lookup, args)),
    ];
  });
  return Object.fromEntries(wrapped) as T;
}
