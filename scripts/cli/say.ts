// Each write says itself how it went; a stream's own complaint would end the program, with the code of a refusal.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

/** Writes to standard output. Answers null, or why it could not be written: its reader is gone, or its disk is full. */
export function say(text: string): Promise<Error | null> {
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => resolve(error ?? null));
  });
}
