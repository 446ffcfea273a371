import { connect } from "node:net";

export type UpgradedSocket = {
  /** Sends bytes, and gives back as many. */
  echo(text: string): Promise<string>;
  close(): void;
};

/** Asks for an upgrade with these header lines, and gives the connection once it was granted. */
export function openUpgraded(url: string, lines: readonly string[]): Promise<UpgradedSocket> {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write([`GET /socket HTTP/1.1`, `Host: ${host}`, ...lines, "", ""].join("\r\n")),
    );
    let received = "";
    let listen = () => {
      const end = received.indexOf("\r\n\r\n");
      if (end === -1) return;
      if (!/^HTTP\/1\.1 101 /.test(received)) reject(new Error(received));
      received = received.slice(end + 4);
      listen = () => undefined;
      resolve({
        echo: (text) =>
          new Promise((done) => {
            listen = () => received.length >= text.length && done(received.slice(0, text.length));
            socket.write(text);
          }),
        close: () => socket.destroy(),
      });
    };
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
      received += text;
      listen();
    });
    socket.on("error", reject);
  });
}
