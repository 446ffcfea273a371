"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { createOrganization } from "@/services/organizations/create";
import { editOrganization } from "@/services/organizations/edit";

export async function createOrganizationAction(input: unknown) {
  const result = await createOrganization(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}

export async function editOrganizationAction(input: unknown) {
  const result = await editOrganization(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}
