// Requests as programs, faulty ones and attackers write them.

export type Random = (below: number) => number;

/** Numbers that are the same for the same start. */
export function createRandom(start: number): Random {
  let state = (start * 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 1 | mixed);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
const pick = <T>(random: Random, of: readonly T[]): T => of[random(of.length)]!;

type Draft = { line: string; fields: string[]; body: string; end: string };

function draft(random: Random): Draft {
  const body = JSON.stringify({ token: "x".repeat(random(40)) });
  const verify = {
    line: "POST /v1/tokens/verify HTTP/1.1",
    fields: [
      "Host: x",
      `Authorization: Bearer x`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
    ],
    body,
    end: "\r\n",
  };
  switch (random(8)) {
    case 0:
      return {
        line: `${pick(random, ["GET", "POST", "PUT", "OPTIONS"])} /v1/forward-auth?permission=reports:read HTTP/1.1`,
        fields: ["Host: x", `X-Keydesk-Gateway: x`, `Authorization: Bearer y`],
        body: "",
        end: "\r\n",
      };
    case 1:
      return { line: "GET /v1/nothing HTTP/1.1", fields: ["Host: x"], body: "", end: "\r\n" };
    case 2:
      return {
        ...verify,
        fields: [...verify.fields.slice(0, 3), "Transfer-Encoding: chunked"],
        body: `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      };
    default:
      return verify;
  }
}

const lengths = [
  "+17",
  "017",
  " 17",
  "17 ",
  "17, 17",
  "0x11",
  "-1",
  "",
  "99999999999",
  "1e1",
  "17;",
  "1 7",
  "0",
  "9",
  "16",
];
const codings = [
  "chunked",
  "identity",
  "chunked, identity",
  "gzip, chunked",
  " chunked",
  "xchunked",
  "Chunked",
  "chunked,",
  "\tchunked",
];
const others = [
  "Expect: 100-continue",
  "Expect: other",
  "Upgrade: h2c",
  "Upgrade: websocket",
  "Connection: upgrade",
  "Connection: close",
  "Connection: keep-alive, close",
  "Connection: Keep-Alive",
  "Connection: ",
  "Connection: x",
  "Keep-Alive: timeout=1",
  "TE: trailers",
  "Trailer: X-A",
  "Proxy-Connection: close",
  "X_A: 1",
  "X.A: 1",
  "X-A : 1",
  " X-A: 1",
  "\tContent-Length: 3",
  "X-A",
  ": 1",
  "X-A: \x00",
  "X-A: \x7f",
  "X-A: \xe9",
  "X-A: \t1\t",
  "X-A:1",
  "X-A:",
  "X-A: 1\nX-B: 2",
  "X-A: 1\rX-B: 2",
  "X-A: 1\r\r\nX-B: 2",
  "X-A: 1\r\n\tX-B: 2",
  "X-A: 1\n\nGET /v1/nothing HTTP/1.1\r\nHost: y",
  "Host: y",
  "__proto__: 1",
  "constructor: 1",
  "Content-Encoding: gzip",
  "Content-Type: text/plain",
  "Authorization: Bearer x",
  "X-Forwarded-For: 192.0.2.1",
  "X-Forwarded-Uri: /?access_token=1",
  "X-Keydesk-Ask: permission=a:b",
] as const;
const lines = [
  (line: string) => line.replace("HTTP/1.1", "HTTP/1.0"),
  (line: string) => line.replace("HTTP/1.1", "HTTP/1.2"),
  (line: string) => line.replace("HTTP/1.1", "http/1.1"),
  (line: string) => line.replace(" HTTP/1.1", ""),
  (line: string) => line.replace(" ", "  "),
  (line: string) => line.replace(" HTTP", "  HTTP"),
  (line: string) => line.replace(" /", " \t/"),
  (line: string) => `${line} `,
  (line: string) => ` ${line}`,
  (line: string) => `\r\n${line}`,
  (line: string) => `\n${line}`,
  (line: string) => line.toLowerCase(),
  (line: string) =>
    line.replace(
      /^\w+/,
      pick(createRandom(line.length), [
        "HEAD",
        "TRACE",
        "CONNECT",
        "M-SEARCH",
        "get",
        "PO ST",
        "PATCH",
        "DELETE",
      ]),
    ),
  (line: string) => line.replace(" /", " http://x/"),
  (line: string) => line.replace(" /", " //"),
  (line: string) => line.replace("/v1", "/%76%31"),
  (line: string) => line.replace("/v1", "/./v1"),
  (line: string) => line.replace(/ HTTP/, "#a HTTP"),
  (line: string) => line.replace(/ HTTP/, "?token=1 HTTP"),
  (line: string) => line.replace(/ HTTP/, "?%74oken=1 HTTP"),
  (line: string) => line.replace(/ HTTP/, "&%61ccess_token=1 HTTP"),
  (line: string) => line.replace(/ HTTP/, ";a=b HTTP"),
  (line: string) => line.replace(/ HTTP/, "/ HTTP"),
  (line: string) => line.replace(/ HTTP/, "\xe9 HTTP"),
  (line: string) => line.replace(/ HTTP/, '"<>^`{|} HTTP'),
];

function mutate(random: Random, request: Draft): void {
  const { fields } = request;
  if (fields.length === 0) return;
  const at = random(fields.length);
  const lengthAt = fields.findIndex((field) => field.startsWith("Content-Length"));
  switch (random(12)) {
    case 0:
      fields[at] =
        pick(random, [(f: string) => f.toUpperCase(), (f: string) => f.toLowerCase()])(
          fields[at]!.split(":")[0]!,
        ) + fields[at]!.slice(fields[at]!.indexOf(":"));
      break;
    case 1:
      fields[at] = fields[at]!.replace(": ", pick(random, [":", ":  ", " : ", ":\t", "\t: ", ":\r\n "]));
      break;
    case 2:
      fields[at] += pick(random, [" ", "\t", "  ", "\r", "\x0b"]);
      break;
    case 3:
      fields.splice(at, 0, fields[at]!);
      break;
    case 4:
      if (lengthAt >= 0) fields[lengthAt] = `Content-Length: ${pick(random, lengths)}`;
      break;
    case 5:
      if (lengthAt >= 0) fields[lengthAt] = `Content-Length: ${request.body.length + random(5) - 2}`;
      break;
    case 6:
      fields.splice(at, 0, `Transfer-Encoding: ${pick(random, codings)}`);
      break;
    case 7:
      fields.splice(at, 1);
      break;
    case 8:
      request.line = pick(random, lines)(request.line);
      break;
    case 9:
      request.end = pick(random, ["\n", "\r", "\r\n\r\n", "\r\r\n", ""]);
      break;
    case 10:
      fields.splice(at, 0, `X-Long: ${"a".repeat(pick(random, [100, 7_900, 8_200, 9_000, 17_000]))}`);
      break;
    default:
      fields.splice(random(fields.length + 1), 0, pick(random, others));
  }
}

function write({ line, fields, body, end }: Draft): string {
  return `${[line, ...fields].join("\r\n")}\r\n${end}${body}`;
}

const smudges = [...'\0\t\n\x0b\r !",/0:;@A[_~\x7f\x80\xa0\xff'];
const inserted = [
  "\r\n ",
  "Content-Length: 3\r\n",
  "content-length:0\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Connection: close\r\n",
  "Host:\r\n",
] as const;

/** Changes a text anywhere: a character more, less or another, a piece twice, a line in the midst of another. */
function smudge(random: Random, text: string): string {
  const at = random(text.length);
  const rest = text.slice(at);
  switch (random(5)) {
    case 0:
      return text.slice(0, at) + pick(random, smudges) + rest;
    case 1:
      return text.slice(0, at) + pick(random, smudges) + rest.slice(1);
    case 2:
      return text.slice(0, at) + rest.slice(1);
    case 3:
      return text.slice(0, at + random(30)) + rest;
    default:
      return text.slice(0, at) + pick(random, inserted) + rest;
  }
}

/** The bytes of a connection: some requests after each other, some of them changed, the last one plain with the wish to close. */
export function drawRequests(random: Random): Buffer[] {
  let text = "";
  const count = 1 + random(3);
  for (let i = 0; i < count; i++) {
    const request = draft(random);
    for (let times = random(3); times > 0; times--) mutate(random, request);
    text += write(request) + (random(12) === 0 ? pick(random, ["\r\n", "\n", "x", "\0"]) : "");
  }
  if (random(3) === 0) text = smudge(random, text);
  const last = draft(() => 7);
  last.fields.push("Connection: close");
  const bytes = Buffer.from(text + write(last), "latin1");
  if (random(3) > 0) return [bytes];
  const cuts = Array.from({ length: 1 + random(3) }, () => random(bytes.length)).sort((a, b) => a - b);
  return [0, ...cuts].map((cut, i) => bytes.subarray(cut, cuts[i]));
}
