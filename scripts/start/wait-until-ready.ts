import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import type { Child } from "@/scripts/start/child";

const patienceMs = 60_000;

/** Waits until a server answers `url` without an error of its own; gives up when its process ends. */
export async function waitUntilReady(child: Child, url: string): Promise<void> {
  let tail: string | null = null;
  child.firstEnd.then((said) => {
    tail = said;
  });
  const until = Date.now() + patienceMs;
  let last = "no answer";
  while (Date.now() < until) {
    if (tail !== null) {
      throw new StartError(
        `The ${child.name} ended while it started.${tail ? ` The last it said:\n${tail}` : ""}`,
        "Mend what it says, and start again.",
      );
    }
    try {
      const status = await statusOf(url);
      if (status < 500) return;
      last = `status ${status}`;
    } catch {
      // Not listening yet.
    }
    await sleep(25);
  }
  throw new StartError(
    `The ${child.name} did not answer ${url} within ${patienceMs / 1000} s (${last}).`,
    "Its log tells why; a machine under heavy load may need a second try.",
  );
}

/** On a connection of its own, closed at once: one kept alive would hold up the server's end. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: 10_000 }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 500));
      response.once("error", reject);
    });
    request.once("timeout", () => request.destroy(new Error("timeout")));
    request.once("error", reject);
  });
}
