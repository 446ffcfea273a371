/** The folder that a bundle unpacks to: "Edge Berlin" → "keydesk-edge-berlin". */
export function bundleFolder(name: string): string {
  const stem = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return `keydesk-${stem === "" ? "gateway" : stem}`;
}
