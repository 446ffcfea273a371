import { readFileSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { z } from "zod";

const manifest = z.object({
  node: z.record(z.string(), z.object({ filename: z.string(), exportedName: z.string() })),
});

/** Every function that a browser can call in the built product: "app/(desk)/users/actions.ts#disableAction" → its id. */
export function readServerActions(): ReadonlyMap<string, string> {
  const file = path.join(process.cwd(), ".next/server/server-reference-manifest.json");
  const { node } = manifest.parse(JSON.parse(readFileSync(file, "utf8")));
  return new Map(
    Object.entries(node).map(([id, { filename, exportedName }]) => [`${filename}#${exportedName}`, id]),
  );
}

/** Calls a server action over HTTP as a browser would, with whatever arguments. Returns the answer's code and its text. */
export async function callServerAction(
  request: APIRequestContext,
  deskUrl: string,
  call: { id: string; page: string; args: readonly unknown[] },
): Promise<{ code: string; text: string; status: number }> {
  const response = await request.post(deskUrl + call.page, {
    headers: {
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
      "next-action": call.id,
      origin: deskUrl,
    },
    data: JSON.stringify(call.args),
    maxRedirects: 0,
  });
  const text = await response.text();
  const refused = /"ok":false,"refusal":\{"code":"(\w+)"/.exec(text)?.[1];
  const code = refused ?? (/"ok":true/.test(text) ? "done" : `no result (${response.status()})`);
  return { code, text, status: response.status() };
}
