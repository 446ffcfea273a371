import { describe, expect, test } from "vitest";
import { createRandom, drawRequests, type Random } from "@/api/testing/draw-requests";
import { createHeadReader, type ReadHead } from "@/api/wire/head-reader";
import { headBytesMax, readPlainHead } from "@/api/wire/read-head";

// What a head is does not depend on the heads before it on its connection.

/** The same by definition: what ends with the first empty line, read as a whole. */
function readAlone(sent: Buffer): ReadHead | null {
  const text = sent.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const head = end === -1 ? null : readPlainHead(text.slice(0, end));
  return head === null ? null : { bytes: end + 4, head };
}

/** Reads one after the other, each as it would be read alone. */
function readInTurn(...heads: string[]) {
  const read = createHeadReader();
  return heads.map((head) => {
    const sent = Buffer.from(head, "latin1");
    const found = read(sent);
    expect(found).toEqual(readAlone(sent));
    return found;
  });
}

const line = "GET /v1/forward-auth?permission=a:b HTTP/1.1";
const usual = [
  "Host: x",
  "X-Keydesk-Gateway: GT_gateway",
  "Authorization: Impersonation IK_one",
  "X-Forwarded-For: 192.0.2.7",
];
const write = (fields: readonly string[], first = line) => `${[first, ...fields].join("\r\n")}\r\n\r\n`;
const withField = (number: number, field: string) => usual.map((one, i) => (i === number ? field : one));
const first = write(usual);
/** After these two another token of that length is expected in that place. */
const second = write(withField(2, "Authorization: Impersonation IK_six"));

const others: Record<string, string> = {
  "the same": first,
  "another token": write(withField(2, "Authorization: Impersonation IK_two")),
  "a longer token": write(withField(2, "Authorization: Impersonation IK_one_and_more")),
  "a shorter token": write(withField(2, "Authorization: Impersonation IK_o")),
  "a token that begins as the one before": write(withField(2, "Authorization: Impersonation IK_one2")),
  "another address": write(withField(3, "X-Forwarded-For: 198.51.100.70")),
  "another gateway and another token": write([
    usual[0]!,
    "X-Keydesk-Gateway: GT_other",
    "Authorization: Bearer x",
    usual[3]!,
  ]),
  "a longer and a shorter one": write([
    usual[0]!,
    "X-Keydesk-Gateway: GT_gate",
    "Authorization: abc",
    usual[3]!,
  ]),
  "an empty value": write(withField(2, "Authorization:")),
  "blanks around a value": write(withField(2, "Authorization:   Impersonation IK_one  ")),
  "a colon in a value": write(withField(2, "Authorization: a:b: c")),
  "another name of the same length": write(withField(2, "Authorisation: Impersonation IK_one")),
  "a name in other letters": write(withField(2, "AUTHORIZATION: Impersonation IK_one")),
  "another order": write([usual[1]!, usual[0]!, usual[2]!, usual[3]!]),
  "a line less": write(usual.slice(0, 3)),
  "a line less in between": write([usual[0]!, usual[1]!, usual[3]!]),
  "a line more": write([...usual, "X-More: 1"]),
  "a line more in between": write([...usual.slice(0, 2), "X-More: 1", ...usual.slice(2)]),
  "the token twice": write([...usual.slice(0, 3), usual[2]!, usual[3]!]),
  "the token once more at the end": write([...usual, usual[2]!]),
  "the token in the place of the address": write(withField(3, usual[2]!)),
  "two gateways": write(withField(3, usual[1]!)),
  "another rule": write(usual, line.replace("a:b", "a:c")),
  "a longer rule": write(usual, line.replace("a:b", "a:b:c")),
  "another method": write(usual, line.replace("GET", "PUT")),
  "another version": write(usual, line.replace("1.1", "1.0")),
  "a value with a tab": write(withField(2, "Authorization: Impersonation\tIK_one")),
  "a value beyond ASCII": write(withField(2, "Authorization: Impersonation \xe9")),
  "a value with a zero": write(withField(2, "Authorization: Impersonation \0IK_one")),
  "a lone line feed in a value": write(withField(2, "Authorization: Impersonation IK_one\nX-A: 1")),
  "a lone carriage return in a value": write(withField(2, "Authorization: Impersonation IK_one\rX-A: 1")),
  "two carriage returns": write(withField(2, "Authorization: Impersonation IK_one\r")),
  "a line that goes on": write(withField(2, "Authorization: Impersonation\r\n IK_one")),
  "a line within a value": write(withField(2, "Authorization: Impersonation IK_two\r\nX-A: 1")),
  "a field that frames within a value": write(withField(2, "Authorization: x\r\nTransfer-Encoding: chunked")),
  "an end within a value": write(withField(2, "Authorization: x\r\n\r\nGET / HTTP/1.1")),
  "a length": write([...usual, "Content-Length: 5"]),
  "the end of the connection": write([...usual, "Connection: close"]),
  "an upgrade": write([...usual, "Upgrade: websocket"]),
  "no host": write(usual.slice(1)),
  "more than may be read": write(withField(2, `Authorization: ${"x".repeat(headBytesMax)}`)),
  "the beginning alone": first.slice(0, -30),
  "all but the last character": first.slice(0, -1),
  "all but the empty line": first.slice(0, -2),
  "with a body behind it": `${first}Authorization: x\r\n\r\n`,
  "another token with a request behind it": write(withField(2, "Authorization: Bearer b")) + first,
};

describe("a head after another one on its connection is read as it is alone", () => {
  test.each(Object.keys(others))("%s", (name) => {
    readInTurn(first, others[name]!);
    // A head that came twice is expected again.
    readInTurn(first, first, others[name]!);
    const changed = write(withField(2, "Authorization: Bearer a-longer-one-than-all-the-others"));
    readInTurn(first, changed, others[name]!);
    readInTurn(first, second, others[name]!, second);
  });

  test("each of them after each other", () => {
    for (const one of Object.values(others)) {
      for (const other of Object.values(others)) {
        // After what is not plain, a connection is no longer read here.
        if (readAlone(Buffer.from(one, "latin1")) === null) continue;
        readInTurn(one, other, first);
        readInTurn(second, first, one, other);
      }
    }
  });

  test("any one byte that differs", () => {
    const sent = Buffer.from(first, "latin1");
    for (let at = 0; at < sent.length; at++) {
      for (const byte of [0x00, 0x09, 0x0a, 0x0d, 0x20, 0x2c, 0x3a, 0x41, 0x7e, 0x7f, 0x80, 0xff]) {
        const other = Buffer.from(sent);
        other[at] = byte;
        readInTurn(first, other.toString("latin1"));
        readInTurn(second, first, other.toString("latin1"), second);
      }
    }
  });

  test("any one byte less, and one more", () => {
    for (let at = 0; at <= first.length; at++) {
      readInTurn(first, first.slice(0, at) + first.slice(at + 1), first);
      readInTurn(second, first, first.slice(0, at) + first.slice(at + 1), first);
      for (const more of ["x", " ", ":", "\r", "\n", "\r\n"]) {
        readInTurn(first, first.slice(0, at) + more + first.slice(at), first);
        readInTurn(second, first, first.slice(0, at) + more + first.slice(at), first);
      }
    }
  });

  test("a length and the end of the connection count from the very head that names them", () => {
    const framed = (length: string, connection: string) =>
      write([...usual, `Content-Length: ${length}`, `Connection: ${connection}`]);
    const heads = readInTurn(
      framed("10", "keep-alive"),
      framed("17", "keep-alive"),
      framed("17", "close"),
      framed("5", "keep-alive"),
    );
    expect(heads.map((one) => [one?.head.bodyBytes, one?.head.keepsAlive])).toEqual([
      [10, true],
      [17, true],
      [17, false],
      [5, true],
    ]);
    readInTurn(framed("10", "keep-alive"), framed("+1", "keep-alive"));
    readInTurn(framed("10", "keep-alive"), framed("10", "upgrade"));
  });

  test("what was read of a head stays as it is when the next ones are read", () => {
    const read = createHeadReader();
    const sent = [first, ...Object.values(others).slice(0, 8), first];
    const found = sent.map((head) => {
      const one = read(Buffer.from(head, "latin1"));
      return { one, said: JSON.stringify(one) };
    });
    for (const { one, said } of found) expect(JSON.stringify(one)).toBe(said);
    expect(new Set(found.map(({ said }) => said)).size).toBeGreaterThan(7);
  });

  test("any heads, of programs, faulty ones and attackers", () => {
    let plain = 0;
    for (let number = 1; number <= 3_000; number++) {
      const random = createRandom(number);
      const text = Buffer.concat(drawRequests(random)).toString("latin1");
      const heads: string[] = [];
      let from = 0;
      // Each beginning of a request that is plain, and variants of it.
      while (from < text.length && heads.length < 4) {
        const rest = text.slice(from);
        const found = readAlone(Buffer.from(rest, "latin1"));
        heads.push(rest);
        if (found === null) break;
        plain += 1;
        heads.push(vary(random, rest.slice(0, found.bytes)));
        from += found.bytes + found.head.bodyBytes;
      }
      const read = createHeadReader();
      for (const head of heads) {
        const sent = Buffer.from(head, "latin1");
        const found = read(sent);
        expect({ number, head, found }).toEqual({ number, head, found: readAlone(sent) });
        if (found === null) break;
      }
    }
    expect(plain).toBeGreaterThan(1_000);
  });
});

/** Another head like this one: a piece of it replaced, left out or said twice. */
function vary(random: Random, head: string): string {
  const [at, end] = [random(head.length), random(head.length)].sort((a, b) => a - b) as [number, number];
  const piece = head.slice(at, Math.min(end, at + 12));
  const pieces = ["", piece + piece, piece.toUpperCase(), "x".repeat(random(40)), "\r\n", ": ", " ", "\n"];
  return head.slice(0, at) + pieces[random(pieces.length)]! + head.slice(at + piece.length);
}
