import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import { type GivenFile, UnreadableFile } from "@/domain/audit/verify/given-file";

const chunkBytes = 1_048_576;

/** A file of this machine to be verified. `size` is null where there is no such file. */
export function openGivenFile(name: string): GivenFile {
  const place = path.resolve(folderOfCaller(), name);
  return {
    name,
    size: sizeOf(place),
    async *chunks() {
      try {
        yield* createReadStream(place, { highWaterMark: chunkBytes });
      } catch (error) {
        throw isOfSystem(error) ? new UnreadableFile(sentenceOf(error.code)) : error;
      }
    },
  };
}

// npm runs scripts in the project's folder, wherever it was called.
function folderOfCaller(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env;
  return script === "cli" && folder !== undefined ? folder : process.cwd();
}

function sizeOf(place: string): number | null {
  try {
    const stat = statSync(place);
    return stat.isFile() ? stat.size : null;
  } catch {
    return null;
  }
}

const sentences: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file.",
  EACCES: "It may not be read by this user.",
  EPERM: "It may not be read by this user.",
  EISDIR: "It is a folder.",
};

function isOfSystem(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && "code" in error && "syscall" in error;
}

function sentenceOf(code: string): string {
  return sentences[code] ?? `The system says ${code}.`;
}
