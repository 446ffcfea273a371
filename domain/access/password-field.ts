import { z } from "zod";
import { passwordLengthMax, passwordLengthMin } from "@/domain/access/password-bounds";
import { lengthOf } from "@/domain/text/fields";

/** The password that somebody has. */
export const currentPasswordField = z
  .string({ error: "Enter your password." })
  .min(1, "Enter your password.")
  .max(4096, "No password is that long.");

/**
 * A new password, taken verbatim (ASVS 6.2.8). Whether it is a common one is asked where it is set, as that
 * also takes knowing whose it is.
 */
export const newPasswordField = z
  .string({ error: "Choose a password." })
  .refine(
    (value) => lengthOf(value) >= passwordLengthMin,
    `The password needs at least ${passwordLengthMin} characters. A few words in a row work well.`,
  )
  .refine(
    (value) => lengthOf(value) <= passwordLengthMax,
    `The password may have at most ${passwordLengthMax} characters.`,
  );
