import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { folderError, StartError, systemCode } from "@/scripts/bootstrap/start-error.mjs";

/** A new database and its growth in the first days; for one that exists, what PostgreSQL writes to start. */
const freeMegabytesMin = { new: 150, existing: 32 };

/** Makes the data folder, or makes sure of it: writable, and with room for what a start writes. */
export function requireDataDirectory(directory: string): void {
  try {
    // As root, the database runs as a user of its own, which must be able to pass through; each secret file is 0600.
    makeFolder(path.resolve(directory), process.getuid?.() === 0 ? 0o711 : 0o700);
    // A file there is told apart from a folder without access only by this.
    readdirSync(directory);
    accessSync(directory, constants.W_OK | constants.X_OK);
    const trial = path.join(directory, `.trial-${process.pid}`);
    writeFileSync(trial, "trial");
    rmSync(trial);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw folderError(error, directory);
    throw new StartError(
      `The system lets nobody make the folder ${directory}.`,
      "Name another folder with KEYDESK_DATA_DIR.",
      error,
    );
  }
  const needed = existsSync(path.join(directory, "postgres"))
    ? freeMegabytesMin.existing
    : freeMegabytesMin.new;
  const { bavail, bsize } = statfsSync(directory);
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  if (free >= needed) return;
  throw new StartError(
    `The disk that holds ${directory} has ${free} MB free, and Keydesk needs ${needed} MB to start.`,
    "Free some space, or name another folder with KEYDESK_DATA_DIR.",
  );
}

/** Not mkdir's own recursion: Node 20's never ends where the system says ENOENT for a folder that it will not make (/proc). */
function makeFolder(folder: string, mode: number): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder), mode);
  mkdirSync(folder, { mode });
}
