// A second verifier, as docs/audit-format.md says it. It shares no code with ours, and does all in the plainest way.
import { createHash, createPublicKey, verify } from "node:crypto";

const fields =
  "id organizationId? at sealedAt actorKind actorId? actorName action outcome targetKind? targetId? targetName? address? userAgent? requestId?".split(
    " ",
  );
const uint = (value, size) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes.subarray(8 - size);
};
const lengthAndText = (value) => {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([uint(bytes.length, 4), bytes]);
};
const text = (value) => Buffer.concat([Buffer.from("s"), lengthAndText(value)]);
const sha256 = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();

function json(value) {
  if (value === null) return Buffer.from("n");
  if (value === true) return Buffer.from("t");
  if (value === false) return Buffer.from("f");
  if (typeof value === "string") return text(value);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(9, "d");
    bytes.writeDoubleBE(value === 0 ? 0 : value, 1);
    return bytes;
  }
  if (Array.isArray(value))
    return Buffer.concat([Buffer.from("a"), uint(value.length, 4), ...value.map(json)]);
  const members = Object.entries(value).map(([name, member]) => [Buffer.from(name, "utf8"), name, member]);
  members.sort(([a], [b]) => Buffer.compare(a, b));
  const parts = members.flatMap(([, name, member]) => [lengthAndText(name), json(member)]);
  return Buffer.concat([Buffer.from("o"), uint(members.length, 4), ...parts]);
}

/** "The bytes of an event". */
export function bytesOf(row) {
  const parts = [Buffer.from("keydesk-audit-event/1\n"), text(row.logId), Buffer.from("i"), uint(row.seq, 8)];
  for (const field of fields) {
    const value = row[field.replace("?", "")];
    parts.push(field.endsWith("?") && (value === null || value === "") ? Buffer.from("n") : text(value));
  }
  return Buffer.concat([...parts, json(row.details)]);
}

/** "The leaf". */
export const leafOf = (row) => sha256(Buffer.of(0), bytesOf(row));

/** "The tree". */
export function rootOf(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  let left = 1;
  while (2 * left < leaves.length) left *= 2;
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

/** "The checkpoint", and all rows of a whole log under it. */
export function isWholeLog(rows, checkpoint, publicKeyPem) {
  const note = checkpoint.toString("utf8");
  const split = note.lastIndexOf("\n\n");
  const signed = note.slice(0, split + 1);
  const [, name, encoded] = /^— (\S+) (\S+)\n$/.exec(note.slice(split + 2)) ?? [];
  const [origin, size, root] = signed.split("\n");
  const key = createPublicKey(publicKeyPem);
  const raw = key.export({ type: "spki", format: "der" }).subarray(-32);
  const signature = Buffer.from(encoded ?? "", "base64");
  const keyId = sha256(Buffer.from(`${origin}\n\x01`), raw).subarray(0, 4);
  if (name !== origin || !keyId.equals(signature.subarray(0, 4))) return false;
  if (!verify(null, Buffer.from(signed), key, signature.subarray(4))) return false;
  const logId = origin.slice(origin.lastIndexOf("/") + 1);
  if (!rows.every((row, i) => row.seq === i + 1 && row.logId === logId)) return false;
  return rows.length === Number(size) && rootOf(rows.map(leafOf)).toString("base64") === root;
}

/** "The hand-over": the key that this one hands over to, in PEM; null where the note is none, or not of this key. */
export function successorOf(handover, publicKeyPem) {
  const note = handover.toString("utf8");
  const split = note.lastIndexOf("\n\n");
  const signed = note.slice(0, split + 1);
  const [head, deployment, from, to, , ...rest] = signed.split("\n");
  const own = createPublicKey(publicKeyPem).export({ type: "spki", format: "der" }).subarray(-32);
  if (head !== "keydesk-audit-key/1" || rest.join() !== "" || own.toString("base64") !== from) return null;
  const [older, newer] = [from, to].map((encoded) => {
    const spki = Buffer.concat([
      Buffer.from("302a300506032b6570032100", "hex"),
      Buffer.from(encoded, "base64"),
    ]);
    return createPublicKey({ key: spki, format: "der", type: "spki" });
  });
  const name = `${deployment}/audit-key`;
  const isSigned = (key) => {
    const raw = key.export({ type: "spki", format: "der" }).subarray(-32);
    const id = sha256(Buffer.from(`${name}\n\x01`), raw).subarray(0, 4);
    const lines = note.slice(split + 2).split("\n");
    return lines.some((line) => {
      const [, signer, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
      const bytes = Buffer.from(encoded ?? "", "base64");
      const isIts = signer === name && id.equals(bytes.subarray(0, 4));
      return isIts && verify(null, Buffer.from(signed), key, bytes.subarray(4));
    });
  };
  return isSigned(older) && isSigned(newer) ? newer.export({ type: "spki", format: "pem" }) : null;
}
