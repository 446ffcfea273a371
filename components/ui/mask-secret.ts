/**
 * Hides the middle of a secret: what stands before the last underscore and the last four characters stay.
 * `dots` is the same for every length, so the mask does not tell how long the secret is.
 */
export function maskSecret(secret: string, dots = 8): string {
  const start = secret.lastIndexOf("_") + 1;
  const end = secret.length - start > 12 ? secret.slice(-4) : "";
  return `${secret.slice(0, start)}${"•".repeat(dots)}${end}`;
}
