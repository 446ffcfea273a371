import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { nameField } from "@/domain/text/fields";
import { tokenNameLengthMax } from "@/domain/tokens/bounds";
import { act, isUniqueViolation, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { mintSecret } from "@/services/tokens/mint-secret";

const createInput = z.object({
  name: nameField("The name", tokenNameLengthMax),
  /** True: it may ask about the tokens of every account; false: of its own account only. */
  forDeployment: z.boolean({ error: "Say whether it serves every account." }).default(false),
  /** Made by the form when it opens, so that a double submit makes one gateway. */
  requestKey: z.uuid({ error: "The request key must be a UUID." }).nullish(),
});

export type CreateGatewayInput = z.input<typeof createInput>;

/** The one response that carries a gateway's secret. */
export type CreatedGateway = {
  readonly id: string;
  readonly name: string;
  /** The whole token string of type `gateway`; shown once. */
  readonly secret: string;
  readonly forDeployment: boolean;
  readonly tokenId: string;
  readonly createdAt: Date;
};

/**
 * Adds a gateway with a token made for it alone (Zephyr: the agent's own token). Operators and the command line only.
 * Refuses: invalid_input, forbidden, reauthentication_required, duplicate_request.
 */
export async function createGateway(
  context: Context,
  input: unknown,
  options: { accountId?: string } = {},
): Promise<Result<CreatedGateway>> {
  const parsed = parseInput(createInput, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  try {
    return await act(
      context,
      "gateway.create",
      async ({ tx, actor, accountId, now, audit }) => {
        const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
        const [id, tokenId] = [uuidv7(), uuidv7()];
        const { parsed: secret, row } = mintSecret(context, "gateway", account.locator, now);
        await tx.token.create({
          data: {
            id: tokenId,
            accountId,
            type: "gateway",
            name: wanted.name,
            createdById: actor.kind === "user" ? actor.userId : null,
            createdByName: actor.name,
            createdAt: now,
            updatedAt: now,
            ipAllowList: [],
            prefix: secret.prefix,
            last4: secret.last4,
            requestKey: wanted.requestKey ?? null,
            secrets: { create: row },
            activity: { create: { accountId } },
          },
        });
        const { forDeployment, name } = wanted;
        await tx.gateway.create({
          data: { id, accountId, forDeployment, name, tokenId, createdAt: now, createdByName: actor.name },
        });
        await audit({
          action: "gateway.create",
          target: { kind: "gateway", id, name },
          details: { forDeployment, last4: secret.last4 },
        });
        return done({ id, name, secret: secret.text, forDeployment, tokenId, createdAt: now });
      },
      options,
    );
  } catch (error) {
    if (isUniqueViolation(error) && wanted.requestKey) return refuseWith("duplicate_request");
    throw error;
  }
}
