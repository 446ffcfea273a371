import { z } from "zod";
import type { CreatedGateway } from "@/domain/gateways/gateway-views";
import { gatewayKinds } from "@/domain/gateways/kinds";
import type { Result } from "@/domain/result";
import { nameField } from "@/domain/text/fields";
import { tokenNameLengthMax } from "@/domain/tokens/bounds";
import { insertGateway } from "@/services/gateways/insert";
import { act, isUniqueViolation, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const createInput = z.object({
  name: nameField("The name", tokenNameLengthMax),
  /** True: it may ask about the tokens of every account; false: of its own account only. */
  forDeployment: z.boolean({ error: "Say whether it serves every account." }).default(false),
  /** What asks. All but a backend have a bundle that is made with the secret of this one response. */
  kind: z.enum(gatewayKinds, { error: `Choose one of ${gatewayKinds.join(", ")}.` }).default("backend"),
  /** Made by the form when it opens, so that a double submit makes one gateway. */
  requestKey: z.uuid({ error: "The request key must be a UUID." }).nullish(),
});

export type CreateGatewayInput = z.input<typeof createInput>;

/**
 * Adds a gateway with a token made for it alone (Zephyr: the agent's own token). Operators and the command line only.
 * Refuses: invalid_input, forbidden, reauthentication_required, cap_reached, duplicate_request.
 */
export async function createGateway(
  context: Context,
  input: unknown,
  options: { accountId?: string } = {},
): Promise<Result<CreatedGateway>> {
  const parsed = parseInput(createInput, input);
  if (!parsed.ok) return parsed;
  const { requestKey, ...wanted } = parsed.value;
  const gateway = {
    ...wanted,
    organizationId: null,
    downloadedWithId: null,
    requestKey: requestKey ?? null,
  };
  try {
    return await act(
      context,
      "gateway.create",
      async (work) => {
        const made = await insertGateway(context, work, gateway);
        if (!made.ok) return made;
        const { id, name, kind, forDeployment, secret } = made.value;
        await work.audit({
          action: "gateway.create",
          target: { kind: "gateway", id, name },
          details: { kind, forDeployment, last4: secret.slice(-4) },
        });
        return made;
      },
      options,
    );
  } catch (error) {
    if (isUniqueViolation(error) && requestKey) return refuseWith("duplicate_request");
    throw error;
  }
}
