import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";

/** A request as its reader needs it: the framework's, or one that came before it. */
export type Incoming = {
  readonly headers: IncomingHttpHeaders;
  readonly raw: {
    /** Path and query, as sent. */
    readonly url?: string | undefined;
    /** Name, value, name, value, as sent; nothing where each field is known to have been sent once. */
    readonly rawHeaders: readonly string[];
    readonly socket: Socket;
  };
  /** Parameters of the address, by name. */
  readonly query: unknown;
};
