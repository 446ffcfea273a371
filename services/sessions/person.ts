import type { Result } from "@/domain/result";
import { done } from "@/domain/result";
import { refuseWith } from "@/services/kernel/act";
import type { Actor, UserActor } from "@/services/kernel/context";

/** The actor as a signed-in person; refuses `unauthenticated` for programs, which have no session or password. */
export function asPerson(actor: Actor): Result<UserActor> {
  return actor.kind === "user" ? done(actor) : refuseWith("unauthenticated");
}
