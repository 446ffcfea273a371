"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { changeRetention } from "@/services/audit/retention/change";
import { liftLegalHold } from "@/services/audit/retention/lift-hold";
import { setLegalHold } from "@/services/audit/retention/set-hold";

export async function changeRetentionAction(input: unknown) {
  const result = await changeRetention(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}

export async function setHoldAction(input: unknown) {
  const result = await setLegalHold(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}

export async function liftHoldAction() {
  const result = await liftLegalHold(await getDeskContext());
  if (result.ok) refresh();
  return result;
}
