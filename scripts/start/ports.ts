import { createServer } from "node:net";
import { StartError, systemCode } from "@/scripts/bootstrap/start-error.mjs";

/**
 * Makes sure that a server may listen there, and that nobody else is at its public address; the message names the variable to change.
 * @throws StartError
 */
export async function requireFreePort(
  variable: string,
  port: number,
  host: string,
  publicUrl: string,
): Promise<void> {
  try {
    await listenOnce(port, host);
    if (publicUrl === `http://localhost:${port}`) await requireOwnLocalhost(port);
  } catch (error) {
    switch (systemCode(error)) {
      case "EADDRINUSE":
        throw new StartError(
          `Port ${port} is taken by another program.`,
          `Stop that program, or choose another port: ${variable}=${port + 10} npm start`,
          error,
        );
      case "EACCES":
        throw new StartError(
          `Only root may listen on port ${port}.`,
          `Choose a port from 1024: ${variable}=${port + 8000} npm start`,
          error,
        );
      case "EADDRNOTAVAIL":
      case "ENOTFOUND":
      case "EAI_AGAIN":
        throw new StartError(
          `HOST=${host} is not an address of this machine.`,
          "Name one that it has, 127.0.0.1 for this machine alone, or 0.0.0.0 for all.",
          error,
        );
      default:
        throw error;
    }
  }
}

/** Where localhost leads; most programs try the last one first, and what is there would be given links and tokens that are meant for us. */
const loopbacks = ["127.0.0.1", "::1"];

async function requireOwnLocalhost(port: number): Promise<void> {
  for (const address of loopbacks) {
    try {
      await listenOnce(port, address);
    } catch (error) {
      // A machine without IPv6 has nobody there.
      if (systemCode(error) === "EADDRINUSE") throw error;
    }
  }
}

function listenOnce(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
  });
}
