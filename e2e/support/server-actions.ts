import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { openProduct } from "@/e2e/support/product";

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

/**
 * Calls a server action over HTTP as a browser would, past every page and with whatever arguments. The answer's code is "done",
 * that of the refusal, or "to /path" when it leads elsewhere.
 */
export async function callServerAction(call: {
  /** Its file and name. */
  action: string;
  page: string;
  args: readonly unknown[];
  cookie: string | null;
}): Promise<{ code: string; text: string }> {
  const { deskUrl } = openProduct();
  const id = readServerActions().get(call.action);
  if (id === undefined) throw new Error(`${call.action} is not there`);
  const response = await fetch(deskUrl + call.page, {
    method: "POST",
    redirect: "manual",
    headers: {
      accept: "text/x-component",
      "next-action": id,
      origin: deskUrl,
      // As behind a proxy: wrong passwords of one test slow down no other's.
      "x-forwarded-for": `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join(".")}`,
      ...(call.cookie ? { cookie: call.cookie } : {}),
      ...(hasForm(call.args) ? {} : { "content-type": "text/plain;charset=UTF-8" }),
    },
    body: hasForm(call.args) ? encodeForms(call.args) : JSON.stringify(call.args),
  });
  const text = await response.text();
  const refused = /"refusal":\{"code":"(\w+)"/.exec(text)?.[1];
  const leadsTo = response.headers.get("x-action-redirect")?.split(";")[0];
  const done = /"ok":true/.test(text) ? "done" : `no result (${response.status})`;
  return { code: refused ?? (leadsTo ? `to ${leadsTo}` : done), text };
}

const hasForm = (args: readonly unknown[]) => args.some((arg) => arg instanceof FormData);

// As React writes arguments with forms among them: the list first, and each form's fields under its number.
function encodeForms(args: readonly unknown[]): FormData {
  const body = new FormData();
  const list = args.map((arg, i) => {
    if (!(arg instanceof FormData)) return arg;
    for (const [name, value] of arg) body.append(`_${i + 1}_${name}`, value);
    return `$K${i + 1}`;
  });
  body.append("0", JSON.stringify(list));
  return body;
}
