"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { makeDefaultKey } from "@/services/tokens/make-default";
import { revealToken } from "@/services/tokens/reveal";

/** The only way by which a kept secret leaves the server: as this answer, which nothing stores. */
export async function reveal(tokenId: string) {
  return revealToken(await getDeskContext(), { tokenId });
}

export async function makeDefault(tokenId: string) {
  const result = await makeDefaultKey(await getDeskContext(), { tokenId });
  refresh();
  return result;
}
