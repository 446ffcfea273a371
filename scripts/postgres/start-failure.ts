import { StartError } from "@/scripts/bootstrap/start-error.mjs";

/** Another program took the port between the choice and the start. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`port ${port} was taken meanwhile`);
  }
}

/** Processes of a killed server have not all ended yet. */
export class StillEnding extends Error {
  constructor() {
    super("processes of an earlier server are still ending");
  }
}

/** Why a server ended while it started, from what it has written to its log. */
export function startFailure(
  log: string,
  facts: { directory: string; port: number; logFile: string; ending: string },
): Error {
  if (/No space left on device|Disk quota exceeded/.test(log)) {
    return new StartError(
      `The disk that holds ${facts.directory} is full.`,
      "Free some space, and start Keydesk again.",
    );
  }
  if (/could not bind|Address already in use/.test(log)) return new PortTaken(facts.port);
  if (/pre-existing shared memory block/.test(log)) return new StillEnding();
  return new StartError(
    `The database in ${facts.directory} did not start: ${reasonIn(log) ?? `it ended with ${facts.ending}`}.`,
    `Its log is ${facts.logFile}.`,
  );
}

/** The server's own reason: its last fatal line, or what it says before it can log at all. */
function reasonIn(log: string): string | undefined {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.findLast((line) => /(FATAL|PANIC):/.test(line));
  if (fatal) return fatal.replace(/^.*?(FATAL|PANIC):\s*/, "");
  const early = lines.findIndex((line) => line.startsWith("postgres: "));
  if (early < 0) return undefined;
  return lines
    .slice(early)
    .join(" ")
    .replace(/^postgres: /, "")
    .replace(/\.$/, "");
}
