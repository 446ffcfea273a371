import { z } from "zod";
import type { CreatedGateway } from "@/domain/gateways/gateway-views";
import { bundleKinds, gatewayKindLabels } from "@/domain/gateways/kinds";
import type { Result } from "@/domain/result";
import { nameField } from "@/domain/text/fields";
import { tokenNameLengthMax } from "@/domain/tokens/bounds";
import { insertGateway } from "@/services/gateways/insert";
import { act, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

/** What a program may say of the gateway that it downloads. */
export const downloadInput = z.object({
  kind: z.enum(bundleKinds, { error: `kind is one of ${bundleKinds.join(", ")}.` }),
  name: nameField("name", tokenNameLengthMax).optional().describe("What to call it in the list of gateways."),
});

/**
 * Makes the gateway that a program downloads with a token: its own each time, since a secret is shown once. It serves the organization
 * of the token or of the call (`_oid`), else the account (runZero: "the organization the downloaded Explorer will be associated with").
 * Refuses: invalid_input, unauthenticated, insufficient_scope (any other type of token), forbidden, cap_reached.
 */
export async function downloadGateway(context: Context, input: unknown): Promise<Result<CreatedGateway>> {
  const parsed = parseInput(downloadInput, input);
  if (!parsed.ok) return parsed;
  const { kind, name } = parsed.value;
  return act(context, "gateway.download", async (work) => {
    const made = await insertGateway(context, work, {
      name: name ?? shorten(`${gatewayKindLabels[kind]} for ${await nameOfServed(work)}`),
      kind,
      forDeployment: false,
      organizationId: work.organizationId,
      downloadedWithId: work.actor.kind === "token" ? work.actor.tokenId : null,
      requestKey: null,
    });
    if (!made.ok) return made;
    await work.audit({
      action: "gateway.download",
      target: { kind: "gateway", id: made.value.id, name: made.value.name },
      details: { kind, last4: made.value.secret.slice(-4) },
    });
    return made;
  });
}

const shorten = (text: string) => [...text].slice(0, tokenNameLengthMax).join("");

async function nameOfServed({ tx, accountId, organizationId }: Work): Promise<string> {
  const select = { name: true } as const;
  const served =
    organizationId === null
      ? await tx.account.findUniqueOrThrow({ where: { id: accountId }, select })
      : await tx.organization.findUniqueOrThrow({ where: { id: organizationId, accountId }, select });
  return served.name;
}
