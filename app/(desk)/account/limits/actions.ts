"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { setAccount } from "@/services/accounts/set";

/** Changes the account that the operator looks at; which one that is stands in the session's row. */
export async function changeLimits(input: unknown) {
  const result = await setAccount(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}
