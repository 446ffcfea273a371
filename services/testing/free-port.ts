import { randomInt } from "node:crypto";
import { createServer } from "node:net";

// Below those that systems give to connections and to servers without a port of their own: nobody is given it in the meantime.
const [from, to] = [15_000, 32_000];

/** A port that nobody listens on now, for what must know its address before it listens, or comes back to it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(from, to);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
