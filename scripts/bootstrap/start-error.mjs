/** A reason why Keydesk cannot start that the operator can mend: one sentence each for what is wrong and what to do. */
export class StartError extends Error {
  /**
   * @param {string} sentence
   * @param {string} mend
   * @param {unknown} [cause]
   */
  constructor(sentence, mend, cause) {
    super(sentence, { cause });
    this.name = "StartError";
    this.mend = mend;
  }
}

/**
 * The operating system's code of an error ("ENOSPC"), or undefined.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function systemCode(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * Turns full, read-only and forbidden folders into a StartError; other errors pass unchanged.
 * @param {unknown} error
 * @param {string} folder
 * @returns {unknown}
 */
export function folderError(error, folder) {
  const elsewhere = "or name another folder with KEYDESK_DATA_DIR";
  switch (systemCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return new StartError(
        `The disk that holds ${folder} is full.`,
        `Free some space, ${elsewhere}.`,
        error,
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new StartError(
        `Keydesk may not write to ${folder}.`,
        `Give the user that starts Keydesk write access to it, ${elsewhere}.`,
        error,
      );
    case "ENOTDIR":
    case "EEXIST":
      return new StartError(
        `${folder} needs to be a folder, and a file is in the way.`,
        `Move the file away, ${elsewhere}.`,
        error,
      );
    default:
      return error;
  }
}
