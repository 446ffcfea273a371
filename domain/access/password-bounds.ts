/** Passwords: at least 12 characters, 15 recommended, at most 256; no rules of composition (ASVS 6.2.1, 6.2.5, 6.2.9). */
export const passwordLengthMin = 12;
export const passwordLengthMax = 256;
