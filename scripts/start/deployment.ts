import type { EmbeddedDatabase } from "@/scripts/postgres/embedded";
import type { Child } from "@/scripts/start/child";

/** All of a stop: what has not ended by then is ended hard, and recovers at the next start. */
const stopMs = 4_700;
/** The part of it in which programs that hold connections drain, before the database stops under them. */
const drainMs = 3_000;

/** What runs at the moment, in the order of its start; stopped in reverse, once. */
export class Deployment {
  readonly children: Child[] = [];
  embedded: EmbeddedDatabase | null = null;
  readonly closers: (() => unknown)[] = [];
  private stopped: Promise<void> | null = null;

  get isStopping(): boolean {
    return this.stopped !== null;
  }

  /** Takes at most five seconds. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async stopAll(): Promise<void> {
    const started = Date.now();
    await Promise.all(this.children.map((child) => child.stop(drainMs)));
    await this.embedded?.stop(stopMs - (Date.now() - started));
    for (const close of this.closers.reverse()) await close();
  }
}

/** Restarts the embedded database whenever it dies, until the deployment stops. */
export function watchDatabase(deployment: Deployment, say: (line: string) => void): void {
  const database = deployment.embedded;
  if (!database) return;
  database.server().process.once("exit", async (code, signal) => {
    if (deployment.isStopping) return;
    say(`The database ended unexpectedly (${signal ?? `code ${code}`}); starting it again.`);
    for (let waitMs = 200; !deployment.isStopping; waitMs = Math.min(waitMs * 2, 10_000)) {
      try {
        await database.restart();
        say("The database is back.");
        watchDatabase(deployment, say);
        return;
      } catch (error) {
        say(`The database did not start: ${error instanceof Error ? error.message : error}`);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  });
}
