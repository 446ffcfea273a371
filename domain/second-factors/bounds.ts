/** A code of an authenticator app: so many digits, a new one each so many seconds (RFC 6238, ASVS 6.5.5). */
export const appCodeDigits = 6;
export const appStepSeconds = 30;
/** Second factors that a person may have: a phone, its successor, and some more. */
export const secondFactorsMax = 10;
export const secondFactorNameMax = 60;
/** Recovery codes that are handed out at once; each signs in once. */
export const recoveryCodeCount = 10;
/** So long after the password the second step may come. */
export const secondStepSecondsMax = 600;
/** So long a security key may take to answer. */
export const keyAnswerSecondsMax = 600;
/** So long a factor that was not confirmed yet may be. */
export const unconfirmedSecondsMax = 3600;
