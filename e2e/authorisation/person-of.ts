import { openProduct } from "@/e2e/support/product";
import { openSession } from "@/e2e/support/sign-in";
import type { Person, World } from "@/e2e/support/world";
import type { Context } from "@/services/kernel/context";

/** The context of a signed-in person, for arranging what nobody else may do. */
export async function personOf(person: Person, world: World): Promise<Context> {
  const { sessionId } = await openSession(person, world.accountId);
  return { ...openProduct().context, claim: { kind: "session", sessionId } };
}
