/** Who calls with a personal token: an application at an address. */
export type PersonalCaller = {
  readonly ip: string;
  readonly agent: string;
  readonly lastSeenAt: Date;
};

/** Token id → the callers seen last, newest first, and how many there are in all (of those that are remembered). */
export type PersonalCallers = Readonly<
  Record<string, { readonly newest: readonly PersonalCaller[]; readonly count: number }>
>;
