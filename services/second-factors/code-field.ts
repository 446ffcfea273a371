import { z } from "zod";
import { refuseWith } from "@/services/kernel/act";

/** A code as somebody typed it: of an authenticator app, or a recovery code. */
export const typedCode = z
  .string({ error: "Enter a code." })
  .max(100, "No code is that long.")
  .refine((typed) => typed.trim() !== "", "Enter a code.");

/** Says of a known person's code that it is not good, at its field. */
export function wrongCode() {
  const code = "This code is wrong, or was used already. Enter the present one.";
  return refuseWith("invalid_credentials", code, { code });
}
