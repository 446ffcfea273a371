import type { Keyring } from "@/services/keys/keyring";
import { type CastKey, cast } from "@/services/seed/demo/cast";
import { demoPassword } from "@/services/seed/demo/demo-password";

const shown: readonly { who: CastKey; as: string }[] = [
  { who: "anna", as: "administrator and operator; managed security, a member elsewhere" },
  { who: "tomas", as: "administrator; platform for applications" },
  { who: "kwame", as: "member; platform for applications" },
  { who: "priya", as: "administrator; test management" },
  { who: "claire", as: "administrator; loyalty programmes" },
  { who: "erik", as: "administrator; asset inventory" },
  { who: "olga", as: "auditor of three accounts" },
];

/** People of the demo to sign in as: one of each role and account. All share one password, which only this deployment has. */
export function demoSignIns(
  keys: Pick<Keyring, "digest">,
): { email: string; password: string; who: string }[] {
  const password = demoPassword(keys);
  return shown.map(({ who, as }) => ({ email: cast[who].email, password, who: `${cast[who].name}, ${as}` }));
}
