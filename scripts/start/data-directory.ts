import { accessSync, constants, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { folderError, StartError } from "@/scripts/bootstrap/start-error.mjs";

/** A new database, its log and its growth in the first days. */
const freeBytesMin = 150 * 1024 ** 2;

/** Makes the data folder, or makes sure of it: writable, and with room for what a start writes. */
export function requireDataDirectory(directory: string): void {
  try {
    // As root, the database runs as a user of its own, which must be able to pass through; each secret file is 0600.
    mkdirSync(directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(directory, constants.W_OK | constants.X_OK);
    const trial = path.join(directory, `.trial-${process.pid}`);
    writeFileSync(trial, "trial");
    rmSync(trial);
  } catch (error) {
    throw folderError(error, directory);
  }
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < freeBytesMin) {
    throw new StartError(
      `The disk that holds ${directory} has ${Math.floor((bavail * bsize) / 1024 ** 2)} MB free, and Keydesk needs ${freeBytesMin / 1024 ** 2} MB to start.`,
      "Free some space, or name another folder with KEYDESK_DATA_DIR.",
    );
  }
}
