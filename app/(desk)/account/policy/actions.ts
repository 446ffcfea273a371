"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { changePolicy } from "@/services/policy/change";

export async function changePolicyAction(input: unknown) {
  const result = await changePolicy(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}
