/** Bounds of people's fields, once, for forms and services. */
export const personNameLengthMax = 100;
export const emailLengthMax = 254;
export const accountNameLengthMax = 200;
export const organizationNameLengthMax = 200;
export const organizationDescriptionLengthMax = 500;
/** One-time links: how long each purpose lasts, in seconds. */
export const linkSeconds = {
  set_up: 24 * 3600,
  invitation: 7 * 86_400,
  reset: 24 * 3600,
} as const;
export type LinkPurpose = keyof typeof linkSeconds;
