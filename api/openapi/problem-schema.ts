import { z } from "zod";
import { nameSchema } from "@/api/openapi/wire";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";

/** A refusal as it is sent (RFC 9457); see api/problem.ts. */
export const problemSchema = nameSchema(
  "Problem",
  z.object({
    type: z.url().meta({ description: "Leads to the page of this code: what happened, and how to mend it." }),
    title: z.string(),
    status: z.int().meta({ description: "The status of the answer." }),
    detail: z.string(),
    code: z
      .enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]])
      .meta({ description: "Stable; programs decide by it." }),
    requestId: z.uuid().meta({ description: "Name it when you ask the operator." }),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "Member or parameter → what is wrong with it." }),
    error: z.string().optional().meta({ description: "The name that RFC 6750 has for it." }),
    error_description: z.string().optional(),
    "violated-policies": z
      .array(z.string())
      .optional()
      .meta({ description: "The limits that refuse the request, as `RateLimit-Policy` names them." }),
  }),
);
