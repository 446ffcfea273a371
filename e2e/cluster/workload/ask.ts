import { connect, type Socket } from "node:net";
import { readResponse } from "@/e2e/cluster/workload/read-response";

export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly headers: ReadonlyMap<string, string>;
      readonly body: string;
    }
  /** Nobody took the connection: the request cannot have had an effect. */
  | { readonly kind: "unsent" }
  /** Sent, and not answered whole: it may have had its effect, or have it yet. */
  | { readonly kind: "lost" };

export type Question = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly patienceMs: number;
};

/** Clients of one node; connections are kept open and used again. */
export type Clients = {
  ask(question: Question): Promise<Answer>;
  close(): void;
};

/**
 * An HTTP/1.1 client of the few things that are needed here, a third of the cost of Node's own: the harness shares its cores with
 * what it tests. It never sends anything twice.
 */
export function openClients(port: number): Clients {
  const idle: Socket[] = [];
  const all = new Set<Socket>();

  const take = async (): Promise<Socket | null> => {
    for (let socket = idle.pop(); socket !== undefined; socket = idle.pop()) {
      if (!socket.destroyed && socket.writable) return socket;
    }
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    all.add(socket);
    socket.setEncoding("latin1");
    socket.on("close", () => all.delete(socket));
    return new Promise((resolve) => {
      socket.once("connect", () => resolve(socket));
      socket.on("error", () => resolve(null));
    });
  };

  return {
    async ask(question) {
      const socket = await take();
      if (socket === null) return { kind: "unsent" };
      const answer = await exchange(socket, question);
      if (answer.kind === "answered" && answer.headers.get("connection") !== "close") idle.push(socket);
      else socket.destroy();
      return answer;
    },
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}

function exchange(socket: Socket, question: Question): Promise<Answer> {
  return new Promise((resolve) => {
    let received = "";
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      socket.off("data", take);
      socket.off("close", lose);
      socket.off("end", lose);
      resolve(answer);
    };
    const take = (part: string) => {
      received += part;
      const response = readResponse(received);
      if (response !== null) settle({ kind: "answered", ...response });
    };
    const lose = () => settle({ kind: "lost" });
    const timer = setTimeout(lose, question.patienceMs);
    socket.on("data", take);
    socket.on("close", lose);
    socket.on("end", lose);
    socket.write(writeRequest(question), "latin1");
  });
}

function writeRequest({ method, path, headers, body }: Question): string {
  let text = `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n`;
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  if (body === undefined) return `${text}\r\n`;
  // Everything that is sent here is ASCII.
  const json = JSON.stringify(body);
  return `${text}content-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n${json}`;
}
