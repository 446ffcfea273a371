/** A session ends after so many seconds without a request (NIST SP 800-63B: idle), and in any case after the second (absolute). */
export const sessionIdleSecondsMax = 12 * 3600;
export const sessionSecondsMax = 7 * 86_400;
