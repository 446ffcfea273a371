/**
 * Which links of an account are for a member, as conditions of which one holds: to reset the password, and invitations of the
 * address, which may have been invited once more while the person was accepting.
 */
export function linksTo({ userId, email }: { readonly userId: string; readonly email: string | null }) {
  return [{ userId, purpose: "reset" }, ...(email === null ? [] : [{ email, purpose: "invitation" }])];
}
