/** A session ends after so many seconds without a request (NIST SP 800-63B: idle), and in any case after the second (absolute). */
export const sessionIdleSecondsMax = 12 * 3600;
export const sessionSecondsMax = 7 * 86_400;
/** A visit is written down at most this often, so that a busy page does not write at each request. */
export const lastSeenSecondsMin = 60;
/** An address from which a person signed in within so many days counts as usual: guesses made elsewhere do not lock it out. */
export const knownAddressDays = 90;
