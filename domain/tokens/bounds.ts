/** Bounds of token fields, once: the schemas that enforce them, the forms and the CHECK constraints agree. */
export const tokenNameLengthMax = 200;
export const tokenNotesLengthMax = 2000;
export const storagePlaceLengthMax = 300;
export const ipAllowListMax = 50;
/** The last moment that every party writes with four digits of year. */
export const expiresAtMax = new Date("9999-12-31T23:59:59.999Z");
/** Grace periods offered on rotation, in seconds: now, 1 h, 24 h, 7 d. */
export const graceSeconds = [0, 3600, 86_400, 604_800] as const;
export const graceSecondsMax = 604_800;
/** A bulk action takes at most so many tokens at once. */
export const bulkTokensMax = 500;
/** A rotation takes fewer, a page of the list: every secret must find its place from one answer. */
export const rotateTokensMax = 50;
/** "Expiring soon" and "unused" on pages, in days. */
export const expiringSoonDays = 14;
export const unusedDays = 90;
/** A token used within so many days needs its name typed to be deleted. */
export const typedConfirmationDays = 7;

/** Users and organizations that a field or filter offers at most, by name; who is beyond can be found on the lists alone. */
export const choicesMax = 2000;
