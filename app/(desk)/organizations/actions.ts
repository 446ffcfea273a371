"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { createOrganization } from "@/services/organizations/create";
import { deleteOrganization } from "@/services/organizations/delete";
import { loadOrganizationDeletionFacts } from "@/services/organizations/deletion-facts";
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

export async function loadDeletionFactsAction(organizationId: string) {
  return loadOrganizationDeletionFacts(await getDeskContext(), { organizationId });
}

export async function deleteOrganizationAction(organizationId: string, confirmation: string) {
  return deleteOrganization(await getDeskContext(), { organizationId, confirmation });
}
