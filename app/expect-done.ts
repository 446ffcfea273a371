import { forbidden, notFound, redirect } from "next/navigation";
import { securityPath } from "@/domain/access/paths";
import type { Result } from "@/domain/result";

/** For pages: the value, or the page that fits the refusal. What cannot be refused here by a good address is an error. */
export function expectDone<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  if (result.refusal.code === "not_found" || result.refusal.code === "invalid_input") notFound();
  if (result.refusal.code === "forbidden" || result.refusal.code === "unauthenticated") forbidden();
  // Required of the viewer after the page had begun.
  if (result.refusal.code === "second_factor_needed") redirect(securityPath(null));
  throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
}
