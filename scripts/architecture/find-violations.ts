import path from "node:path";
import { readSource } from "@/scripts/architecture/read-source";
import {
  arrows,
  entryRooms,
  environmentReaders,
  namelessNames,
  outside,
  packageHomes,
  pureNodeModules,
  testFiles,
} from "@/scripts/architecture/rules";

/**
 * Holds one file against the architecture.
 * @param file its path from the root, with forward slashes
 * @returns one sentence for each line crossed
 */
export function findViolations(file: string, source: string): string[] {
  const facts = readSource(file, source);
  const room = roomOf(file);
  const isTest = testFiles.test(file);
  const found: string[] = [];
  if (namelessNames.test(file))
    found.push(`${file}: name it for what it does, not utils, helpers, misc or common.`);
  if (facts.isBarrel && room !== null && !entryRooms.includes(room))
    found.push(`${file}: only passes exports on. Import from where they are made.`);
  if (facts.readsEnvironment && !isTest && !environmentReaders.some((reader) => reader.test(file))) {
    found.push(`${file}: reads process.env. Take the value from services/config.ts.`);
  }
  if (room === null || outside.includes(room)) return found;
  for (const name of facts.imports) {
    const crossed = judgeImport(file, room, isTest, name);
    if (crossed) found.push(`${file}: ${crossed}.`);
  }
  return found;
}

function judgeImport(file: string, room: string, isTest: boolean, name: string): string | null {
  const target = resolve(file, name);
  if (target === null) return judgePackage(room, isTest, name);
  const targetRoom = roomOf(target);
  if (!isTest && testFiles.test(`${target}.ts`)) return `imports ${name}, which only tests may use`;
  if (targetRoom === room) return null;
  if (targetRoom === null) return `imports ${name}, which lies in no room`;
  if (arrows[room]?.includes(targetRoom)) return null;
  // A test may look into the database it has made, and nowhere else that its room may not.
  if (isTest && targetRoom === "prisma" && arrows[room]?.includes("services")) return null;
  return `imports ${name}, but ${room}/ may only ask ${arrows[room]?.join(", ") || "itself"}`;
}

function judgePackage(room: string, isTest: boolean, name: string): string | null {
  if (room === "domain" && !isTest && name.startsWith("node:") && !pureNodeModules.includes(name)) {
    return `imports ${name}, but domain/ is pure: move the input or output to services/`;
  }
  const home = packageHomes.find((one) => one.pattern.test(name));
  if (!home || home.rooms.includes(room)) return null;
  if (isTest && home.rooms.includes("prisma") && room !== "domain" && room !== "components") return null;
  return `imports ${name}, but ${home.reason}`;
}

/** The path from the root that a module name means, or null for a package. */
function resolve(file: string, name: string): string | null {
  if (name.startsWith("@/")) return name.slice(2);
  if (name.startsWith(".")) return path.posix.join(path.posix.dirname(file), name);
  return null;
}

/** Next.js finds some files in the root by their name: they belong to app/. */
function roomOf(file: string): string | null {
  if (/^proxy(\.ts)?$/.test(file)) return "app";
  const first = file.split("/")[0] ?? "";
  return first in arrows || outside.includes(first) ? first : null;
}
