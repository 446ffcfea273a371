/** Limits that no test reaches; a test about limits sets its own. */
export const largeLimits = {
  requestsPerMinute: 1_000_000_000,
  requestsPerIp: 1_000_000_000,
  licensedAssets: 1_000_000_000,
} as const;
