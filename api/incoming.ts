import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** A request as its reader needs it: the framework's, or one that came before it. */
export type Incoming = {
  readonly headers: IncomingHttpHeaders;
  readonly raw: IncomingMessage;
  /** Parameters of the address, by name. */
  readonly query: unknown;
};
