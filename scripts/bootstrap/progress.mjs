/**
 * Shows what is being done: one line per step with its time. A terminal sees the seconds run; anything else gets
 * plain lines, and one every ten seconds from steps that take long.
 */
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** @typedef {{ step<T>(doing: string, work: () => T | Promise<T>): Promise<T>, note(line: string): void }} Progress */

/** @typedef {{ isTTY?: boolean, write(text: string): unknown }} Stream */

/**
 * @param {Stream} stream
 * @returns {Progress}
 */
export function createProgress(stream) {
  return {
    async step(doing, work) {
      const started = Date.now();
      const show = stream.isTTY ? spin(stream, doing, started) : plod(stream, doing, started);
      try {
        const result = await work();
        show.end("✓");
        return result;
      } catch (error) {
        show.end("✗");
        throw error;
      }
    },
    note(line) {
      stream.write(`${line}\n`);
    },
  };
}

/** For programs whose output is for other programs. @type {Progress} */
export const silentProgress = { step: async (_doing, work) => work(), note: () => undefined };

/** @param {Stream} stream @param {string} doing @param {number} started */
function spin(stream, doing, started) {
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % frames.length;
    stream.write(`\r\x1b[2K${frames[frame]} ${doing} … ${seconds(started)}`);
  };
  draw();
  const timer = setInterval(draw, 120);
  timer.unref();
  return {
    /** @param {string} mark */
    end(mark) {
      clearInterval(timer);
      stream.write(`\r\x1b[2K${mark} ${doing} (${seconds(started)})\n`);
    },
  };
}

/** @param {Stream} stream @param {string} doing @param {number} started */
function plod(stream, doing, started) {
  const timer = setInterval(
    () => stream.write(`  ${doing}: still at it after ${seconds(started)}\n`),
    10_000,
  );
  timer.unref();
  return {
    /** @param {string} mark */
    end(mark) {
      clearInterval(timer);
      stream.write(`${mark} ${doing} (${seconds(started)})\n`);
    },
  };
}

/** @param {number} started */
function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
