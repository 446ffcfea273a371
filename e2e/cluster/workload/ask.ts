import { Agent, type IncomingHttpHeaders, request } from "node:http";

export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: string;
    }
  /** Nobody took the connection: the request cannot have had an effect. */
  | { readonly kind: "unsent" }
  /** Sent, and not answered whole: it may have had its effect, or have it yet. */
  | { readonly kind: "lost" };

export type Question = {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
  readonly patienceMs: number;
};

/** Clients of one node; connections are kept open and used again. */
export type Clients = {
  ask(question: Question): Promise<Answer>;
  close(): void;
};

export function openClients(port: number): Clients {
  const agent = new Agent({ keepAlive: true });
  return {
    ask: (question) => ask(agent, port, question),
    close: () => agent.destroy(),
  };
}

function ask(agent: Agent, port: number, question: Question): Promise<Answer> {
  const { method, path, body, patienceMs } = question;
  const text = body === undefined ? null : JSON.stringify(body);
  const headers =
    text === null
      ? question.headers
      : {
          ...question.headers,
          "content-type": "application/json",
          "content-length": String(Buffer.byteLength(text)),
        };
  return new Promise((resolve) => {
    const sent = request({ agent, host: "127.0.0.1", port, method, path, headers }, (response) => {
      let received = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        received += part;
      });
      response.on("end", () =>
        settle({
          kind: "answered",
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: received,
        }),
      );
      response.on("error", () => settle({ kind: "lost" }));
      response.on("aborted", () => settle({ kind: "lost" }));
    });
    const timer = setTimeout(() => {
      settle({ kind: "lost" });
      sent.destroy();
    }, patienceMs);
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    sent.on("error", (error: NodeJS.ErrnoException) =>
      settle({ kind: error.code === "ECONNREFUSED" ? "unsent" : "lost" }),
    );
    if (text === null) sent.end();
    else sent.end(text);
  });
}
