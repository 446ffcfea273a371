import { z } from "zod";

/** An input that names one gateway. */
export const gatewayIdInput = z.object({ gatewayId: z.uuid({ error: "Name the gateway by its id." }) });
