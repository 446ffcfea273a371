/** A reason why Keydesk cannot start that the operator can mend: one sentence each for what is wrong and what to do. */
export class StartError extends Error {
  readonly mend: string;

  constructor(sentence: string, mend: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = "StartError";
    this.mend = mend;
  }
}

/** The operating system's code of an error ("ENOSPC"), or undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Turns full, read-only and forbidden folders into a StartError; other errors pass unchanged. */
export function folderError(error: unknown, folder: string): unknown {
  switch (systemCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new StartError(
        `The disk that holds ${folder} is full.`,
        "Free some space, or name another folder with KEYDESK_DATA_DIR, and start again.",
        error,
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new StartError(
        `Keydesk may not write to ${folder}.`,
        "Give the user that starts Keydesk write access to it, or name another folder with KEYDESK_DATA_DIR.",
        error,
      );
    case "ENOTDIR":
    case "EEXIST":
      return new StartError(
        `${folder} is in the way: a folder is needed there, and it is a file.`,
        "Move the file away, or name another folder with KEYDESK_DATA_DIR.",
        error,
      );
    default:
      return error;
  }
}
