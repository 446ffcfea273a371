"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { deleteSavedView } from "@/services/saved-views/delete";
import { saveView } from "@/services/saved-views/save";

export async function saveViewAction(input: unknown) {
  const result = await saveView(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}

export async function deleteViewAction(input: unknown) {
  const result = await deleteSavedView(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}
