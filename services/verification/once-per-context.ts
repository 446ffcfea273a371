import type { Verification } from "@/services/verification/verification";

type Facts = NonNullable<Verification["facts"]>;

/** What an answer says beside the token, of many answers alike. */
export type AnswerContext = {
  readonly account: Facts["account"];
  readonly organization: Verification["organization"];
  readonly user: Facts["user"];
  readonly permissions: readonly string[];
};

/** More are dropped and made again: about half a kilobyte each. */
const madeMax = 4_000;

/**
 * Makes of `make` what is called once for contexts of the same objects, one after the other of an account. What was read of accounts stays
 * the same object until it may have changed (`Contexts`), and so does what is read of others beside it.
 */
export function oncePerContext<T>(make: (context: AnswerContext) => T): (context: AnswerContext) => T {
  let made = new WeakMap<object, { readonly of: AnswerContext; readonly result: T }>();
  let count = 0;
  return (context) => {
    const { account, organization, user, permissions } = context;
    const known = made.get(account);
    if (
      known !== undefined &&
      known.of.organization === organization &&
      known.of.user === user &&
      known.of.permissions === permissions
    )
      return known.result;
    if (count >= madeMax) {
      made = new WeakMap();
      count = 0;
    }
    const result = make(context);
    made.set(account, { of: context, result });
    count += 1;
    return result;
  };
}
