import { refuseWith } from "@/services/kernel/act";

/** Refuses to change a token that an API client obtained: only its client holds the string, and its hour must stay an hour. */
export function refuseObtained(token: { readonly name: string }) {
  return refuseWith(
    "forbidden",
    `An API client obtained “${token.name}”: it ends by itself and is not changed. Revoke it; the client obtains another.`,
  );
}
