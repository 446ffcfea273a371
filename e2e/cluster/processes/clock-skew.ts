import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const preload = fileURLToPath(new URL("shift-clock.mjs", import.meta.url));
const library = findLibrary();

/** How clocks are put wrong on this machine. */
export const skewMeans = library === null ? "a preloaded module that shifts Date" : "libfaketime";

/**
 * How a Node.js process starts whose wall clock is `skewMs` off, its steady clock untouched. By libfaketime where it is installed:
 * the whole process then has the wrong time, as on a machine whose clock is wrong. Else by a preloaded module.
 */
export function environmentOfSkew(skewMs: number): {
  readonly args: readonly string[];
  readonly env: Record<string, string>;
} {
  if (skewMs === 0) return { args: [], env: {} };
  if (library === null) {
    return { args: ["--import", preload], env: { KEYDESK_CLUSTER_SKEW_MS: String(skewMs) } };
  }
  const seconds = skewMs / 1_000;
  return {
    args: [],
    env: {
      LD_PRELOAD: library,
      FAKETIME: `${seconds < 0 ? "" : "+"}${seconds}`,
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      FAKETIME_DISABLE_SHM: "1",
    },
  };
}

// Debian's package `faketime`; the library for programs with several threads.
function findLibrary(): string | null {
  if (process.platform !== "linux") return null;
  const folders = ["/usr/lib", ...readdirSync("/usr/lib").map((name) => `/usr/lib/${name}`)];
  const files = folders.map((folder) => `${folder}/faketime/libfaketimeMT.so.1`);
  return files.find((file) => existsSync(file)) ?? null;
}
