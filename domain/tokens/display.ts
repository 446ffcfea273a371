/** What pages show of a secret: "IK_…7Qx2". Never enough to guess from (standards F7). */
export function displayToken(prefix: string, last4: string): string {
  return `${prefix}_…${last4}`;
}
