"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { changeSignInPolicy } from "@/services/sign-in-policy/change";

export async function changeSignInPolicyAction(input: unknown) {
  const result = await changeSignInPolicy(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}
