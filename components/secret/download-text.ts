/** Hands a file to the browser. It is made in the page: what it holds crosses no network and no history. */
export function downloadText(
  fileName: string,
  content: string | Uint8Array<ArrayBuffer>,
  type = "text/plain",
): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // Later, because some browsers begin to read only after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file name out of a token's name: "Nightly sync" → "nightly-sync". */
export function fileStem(name: string): string {
  const stem = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return stem === "" ? "token" : stem;
}
