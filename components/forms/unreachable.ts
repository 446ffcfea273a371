import type { Refusal } from "@/domain/result";

/** What a form says when the server could not be reached; what was typed stays. */
export const unreachable: Refusal = {
  code: "internal",
  message: "Keydesk could not be reached. Check the connection and try again; nothing was lost.",
};
