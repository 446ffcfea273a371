import { connect } from "node:net";

/** Sends bytes as they are and gives the whole answer: for what no HTTP client would send. */
export function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
      answer += text;
    });
    socket.on("end", () => resolve(answer));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

/** A request of these header lines, on a connection that ends with its answer. */
export function sendLines(
  url: string,
  method: string,
  path: string,
  lines: readonly string[],
): Promise<string> {
  return sendRaw(
    url,
    [`${method} ${path} HTTP/1.1`, "Host: x", ...lines, "Connection: close", "", ""].join("\r\n"),
  );
}

/** Sends the start of a request, and `more` again and again until the connection is gone, whether or not the server has ended its half: what it said, and how long it waited. */
export function trickle(url: string, start: string, more: string): Promise<{ answer: string; ms: number }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const target = { port: Number(port), host: hostname, allowHalfOpen: true };
    const socket = connect(target, () => socket.write(start));
    const timer = setInterval(() => socket.write(more), 100);
    let answer = "";
    socket.setEncoding("utf8").on("data", (text) => {
      answer += text;
    });
    // Who is still writing when the server ends finds the connection reset.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(timer);
      resolve({ answer, ms: performance.now() - startedAt });
    });
  });
}
