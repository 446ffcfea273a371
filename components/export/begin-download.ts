/** Has the browser save what is at an address of the desk, beside the page that is open. */
export function beginDownload(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
