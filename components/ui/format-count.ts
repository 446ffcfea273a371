/** 1204 → "1,204". The same on the server and in every browser. */
export function formatCount(value: number): string {
  return value.toLocaleString("en-US");
}
