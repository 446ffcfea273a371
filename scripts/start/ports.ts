import { createServer } from "node:net";
import { StartError, systemCode } from "@/scripts/bootstrap/start-error.mjs";

/** Makes sure that a server may listen there; the message names the variable to change. */
export async function requireFreePort(variable: string, port: number, host: string): Promise<void> {
  try {
    await listenOnce(port, host);
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

function listenOnce(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve()));
  });
}
