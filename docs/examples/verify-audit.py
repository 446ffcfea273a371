#!/usr/bin/env python3
"""Verifies an export of Keydesk's audit log. Written from docs/audit-format.md alone; needs Python 3.8 and nothing else.

    python3 verify-audit.py EXPORT KEY [CHECKPOINT…] [HANDOVERS…]

EXPORT is a .csv, .json or .jsonl with its manifest beside it, KEY the public key that you trust (PEM), each CHECKPOINT a note that you
kept elsewhere, HANDOVERS the notes that lead from one key to the next (/.well-known/keydesk-log.handovers). Says "good" and ends with 0, or names the first thing that is wrong and ends with 1; called wrongly it ends with 2.
"""

import base64
import csv
import hashlib
import json
import os
import re
import struct
import sys

FIELDS = (
    "logId seq id organizationId at sealedAt actorKind actorId actorName action outcome "
    "targetKind targetId targetName address userAgent requestId details"
).split()
IDS = {"logId", "id", "organizationId", "actorId", "targetId"}
INSTANTS = {"at", "sealedAt"}
MAY_BE_NONE = {"organizationId", "actorId", "targetKind", "targetId", "targetName", "address", "userAgent", "requestId"}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
WHOLE = re.compile(r"0|[1-9][0-9]{0,15}")


class Bad(Exception):
    """What is wrong: a reason of the page, and more about it."""


# --- The bytes of an event, and its leaf ---


def sized(text):
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Bad("malformed", "half of a surrogate pair")
    return struct.pack(">I", len(data)) + data


def value_bytes(value, depth=1):
    """A value inside of details: text, number, true, false, null, list or object."""
    if value is None:
        return b"n"
    if isinstance(value, bool):
        return b"t" if value else b"f"
    if isinstance(value, str):
        return b"s" + sized(value)
    if isinstance(value, (int, float)):
        number = float(value) + 0.0  # One zero: -0.0 + 0.0 is 0.0.
        if number in (float("inf"), float("-inf")):
            raise Bad("malformed", "a number too large")
        return b"d" + struct.pack(">d", number)
    if depth > 32:
        raise Bad("malformed", "more than 32 deep")
    if isinstance(value, list):
        return b"a" + struct.pack(">I", len(value)) + b"".join(value_bytes(each, depth + 1) for each in value)
    members = sorted((sized(name)[4:], sized(name) + value_bytes(each, depth + 1)) for name, each in value.items())
    return b"o" + struct.pack(">I", len(members)) + b"".join(member for _, member in members)


def leaf_of(row):
    parts = [b"keydesk-audit-event/1\n"]
    for field in FIELDS:
        value = row[field]
        if field == "seq":
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 2**53:
                raise Bad("malformed", "seq is no number of a log")
            parts.append(b"i" + struct.pack(">Q", value))
        elif field == "details":
            if not isinstance(value, dict):
                raise Bad("malformed", "details is no object")
            parts.append(value_bytes(value))
        elif value in (None, "") and field in MAY_BE_NONE:
            parts.append(b"n")
        else:
            form = ID if field in IDS else INSTANT if field in INSTANTS else None
            if not isinstance(value, str) or (form and not form.fullmatch(value)):
                raise Bad("malformed", f"{field} has another form")
            parts.append(b"s" + sized(value))
    return hashlib.sha256(b"\0" + b"".join(parts)).digest()


# --- The tree ---


def join(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A log read in order: the roots of its full subtrees, largest first."""

    def __init__(self):
        self.size, self.edge = 0, []

    def append(self, level, root):
        if not 0 <= level <= 53 or self.size % (1 << level) != 0:
            raise Bad("malformed", f"a subtree of level {level} cannot begin after {self.size} leaves")
        self.size += 1 << level
        self.edge.append((level, root))
        while len(self.edge) > 1 and self.edge[-1][0] == self.edge[-2][0]:
            (level, right), (_, left) = self.edge.pop(), self.edge.pop()
            self.edge.append((level + 1, join(left, right)))

    def root(self):
        if not self.edge:
            return hashlib.sha256(b"").digest()
        root = self.edge[-1][1]
        for _, left in reversed(self.edge[:-1]):
            root = join(left, root)
        return root


def is_beginning(older, newer, proof):
    """RFC 9162, 2.1.4.2: whether a tree of one (size, root) is the beginning of another."""
    (first, first_root), (second, second_root) = older, newer
    if first == second:
        return not proof and first_root == second_root
    if first == 0 or first > second or not proof:
        return False
    if first & (first - 1) == 0:
        proof = [first_root] + proof
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for hash_ in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = join(hash_, fr), join(hash_, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = join(sr, hash_)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


# --- Ed25519, RFC 8032 5.1 ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(count, point):
    sum_ = (0, 1, 1, 0)
    while count:
        if count & 1:
            sum_ = add(sum_, point)
        point, count = add(point, point), count >> 1
    return sum_


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public_key, text, signature):
    key, r, s = point_of(public_key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + text).digest(), "little")
    left, right = times(s, BASE), add(r, times(h % ORDER, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- The checkpoint ---


def from_base64(text, length):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    if len(data) != length or base64.b64encode(data).decode() != text:
        raise Bad("malformed", f"not base64 of {length} bytes: {text!r}")
    return data


def read_keys(pem):
    """The 32 bytes of each Ed25519 key in a PEM: the end of its SubjectPublicKeyInfo."""
    keys = []
    for block in re.findall(r"-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----", pem):
        der = base64.b64decode("".join(block.split()))
        if len(der) == 44 and der.startswith(bytes.fromhex("302a300506032b6570032100")):
            keys.append(der[12:])
    return keys


def read_checkpoint(note, keys):
    """(origin, size, root) of a note that one of the keys has signed."""
    text, separator, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not separator or not signatures.endswith("\n") or len(lines) != 3 or not WHOLE.fullmatch(lines[1]):
        raise Bad("malformed", "not a checkpoint")
    origin, size, root = lines[0], int(lines[1]), from_base64(lines[2], 32)
    known = {hashlib.sha256(origin.encode() + b"\n\1" + key).digest()[:4]: key for key in keys}
    is_known = False
    for line in signatures[:-1].split("\n"):
        dash, name, encoded = (line.split(" ") + [""] * 3)[:3]
        if dash != "\u2014":
            raise Bad("malformed", "not a signature line")
        if name != origin:
            continue
        blob = base64.b64decode(encoded, validate=True)
        key = known.get(blob[:4])
        if key is None:
            continue
        if len(blob) != 68 or not is_signed(key, (text + "\n").encode(), blob[4:]):
            raise Bad("bad_signature", origin)
        is_known = True
    if not is_known:
        raise Bad("wrong_key", f"no signature of a given key on {origin}")
    return origin, size, root


# --- The hand-over ---


def read_handover(note):
    """(deployment, old key, new key) of a note that both have signed."""
    text, separator, signatures = note.rpartition("\n\n")
    head, deployment, old, new, at = (text.split("\n") + [""] * 5)[:5]
    is_whole = separator and signatures.endswith("\n") and text.count("\n") == 4
    if not is_whole or head != "keydesk-audit-key/1" or not INSTANT.fullmatch(at) or old == new:
        raise Bad("malformed", "not a hand-over")
    keys = from_base64(old, 32), from_base64(new, 32)
    name = deployment + "/audit-key"
    left = {hashlib.sha256(name.encode() + b"\n\1" + key).digest()[:4]: key for key in keys}
    for line in signatures[:-1].split("\n"):
        dash, signer, encoded = (line.split(" ") + [""] * 3)[:3]
        blob = base64.b64decode(encoded, validate=True)
        if dash != "\u2014" or signer != name or blob[:4] not in left:
            continue
        if len(blob) != 68 or not is_signed(left.pop(blob[:4]), (text + "\n").encode(), blob[4:]):
            raise Bad("bad_signature", "a hand-over")
    if left:
        raise Bad("wrong_key", "a hand-over that one of its keys has not signed")
    return deployment, *keys


def follow(keys, notes, origin):
    """The keys given, and those that hand-overs lead to from them."""
    links = {(old, new) for deployment, old, new in map(read_handover, notes) if origin.startswith(deployment + "/audit/")}
    links = {(old, new) for old, new in links if sum(old == other for other, _ in links) == 1}
    known = list(keys)
    for key in known:  # forwards, also from what is put behind
        known += [new for old, new in links if old == key and new not in known]
    for key in known:  # backwards
        known += [old for old, new in links if new == key and old not in known]
    return known


# --- Files ---


def unique(pairs):
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError("a name twice")
    return names


def parse_json(text):
    def refuse(constant):
        raise ValueError(constant)

    try:
        return json.loads(
            text,
            object_pairs_hook=unique,
            parse_constant=refuse,
            parse_int=lambda digits: int(digits) if len(digits) < 17 else float(digits),
        )
    except (ValueError, RecursionError) as error:
        raise Bad("malformed", f"not JSON: {error}")


def read_rows(path):
    """Each row as a dictionary of the 18 fields and leafHash."""
    try:
        if path.endswith(".csv"):
            yield from read_csv(path)
            return
        with open(path, encoding="utf-8", newline="\n") as file:
            for line in file:
                line = line.rstrip("\n")
                if path.endswith(".json"):
                    if line in ("[", "]"):
                        continue
                    line = line[:-1] if line.endswith(",") else line
                yield parse_json(line)
    except UnicodeDecodeError:
        raise Bad("malformed", "not UTF-8")


def read_csv(path):
    csv.field_size_limit(2**24)
    with open(path, encoding="utf-8-sig", newline="") as file:
        records = csv.reader(file, strict=True)
        try:
            names = next(records, [])
            for cells in records:
                if len(cells) != len(names):
                    raise Bad("malformed", "another number of fields")
                row = dict(zip(names, (cell[1:] if cell.startswith("'") else cell for cell in cells)))
                if not WHOLE.fullmatch(row.get("seq", "")):
                    raise Bad("malformed", "seq is no number")
                row["seq"] = int(row["seq"])
                row["details"] = parse_json(row.get("details", ""))
                yield row
        except csv.Error as error:
            raise Bad("malformed", str(error))


def read_skips(log, folder):
    skips = log["skips"]
    if skips is None:
        raise Bad("not checked", "the file has too many gaps: its rows are not proven to be in the log")
    if isinstance(skips, list):
        yield from skips
        return
    with open(os.path.join(folder, os.path.basename(skips["file"])), encoding="utf-8") as file:
        for line in file:
            yield parse_json(line)


def verify(path, keys, kept, handovers):
    manifest_path = path + ".manifest.json"
    with open(manifest_path, encoding="utf-8") as file:
        manifest = parse_json(file.read())
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
    log = manifest["log"]
    if log is None:
        raise Bad("not checked", "no export of an audit log")
    keys = follow(keys, log.get("handovers", []) + handovers, log["checkpoint"].split("\n")[0])
    origin, size, root = read_checkpoint(log["checkpoint"], keys)
    log_id = origin.rpartition("/")[2]

    # Roots that the file must lead to on its way, by the number of leaves.
    signed, proven = {size: root}, set()
    for note in kept:
        other, kept_size, kept_root = read_checkpoint(note, keys)
        if other != origin:
            raise Bad("wrong_log", f"a checkpoint of {other}")
        if kept_size > size:
            raise Bad("rollback", f"the file ends at {size}, and {kept_size} had been signed")
        if signed.setdefault(kept_size, kept_root) != kept_root:
            raise Bad("fork", f"two histories of {kept_size} events")
    for earlier in log["earlier"]:
        try:
            other, earlier_size, earlier_root = read_checkpoint(earlier["checkpoint"], keys)
        except Bad as bad:
            if bad.args[0] != "wrong_key":
                raise
            continue  # it proves nothing, and nothing is wrong
        proof = [from_base64(each, 32) for each in earlier["consistency"]]
        if other != origin or not is_beginning((earlier_size, earlier_root), (size, root), proof):
            raise Bad("fork", f"the checkpoint of {earlier_size} events is no beginning of this one")
        if signed.get(earlier_size, earlier_root) != earlier_root:
            raise Bad("fork", f"two histories of {earlier_size} events")
        proven.add(earlier_size)

    tree, number, reached = Tree(), 0, {0}
    skips = read_skips(log, os.path.dirname(path))
    skip = next(skips, None)

    def check():
        if tree.size not in signed:
            return
        if tree.root() != signed[tree.size]:
            raise Bad("altered", f"somewhere among the events {max(reached) + 1} to {tree.size}")
        reached.add(tree.size)

    def put_in():
        for level, encoded in skip["subtrees"]:
            tree.append(level, from_base64(encoded, 32))
            check()

    try:
        check()
        for number, row in enumerate(read_rows(path), 1):
            if not isinstance(row, dict) or set(row) != {*FIELDS, "leafHash"}:
                raise Bad("malformed", "other fields than those of the page")
            leaf = leaf_of(row)
            if row["logId"] != log_id:
                raise Bad("wrong_log", row["logId"])
            if row["leafHash"] != base64.b64encode(leaf).decode():
                raise Bad("edited", f"event {row['seq']}")
            if skip is not None and skip["before"] == row["seq"]:
                put_in()
                skip = next(skips, None)
            if row["seq"] > size:
                raise Bad("unsealed", f"event {row['seq']}")
            if row["seq"] != tree.size + 1:
                is_late = row["seq"] <= tree.size
                raise Bad("duplicated or reordered" if is_late else "missing", f"event {row['seq']} after {tree.size}")
            tree.append(0, leaf)
            check()
    except Bad as bad:
        raise Bad(*bad.args, f"row {number}")
    if skip is not None and skip["before"] is None:
        put_in()
        skip = next(skips, None)
    if tree.size < size or skip is not None:
        raise Bad("truncated", f"the file ends after event {tree.size}, the checkpoint after {size}")
    if digest.hexdigest() != manifest["sha256"] or number != manifest["rows"]:
        raise Bad("not_as_exported", "rows or SHA-256 are not the manifest's")
    for kept_size in signed.keys() - reached - proven:
        raise Bad("not checked", f"the checkpoint of {kept_size} events lies within a gap of the file")
    return f"good: {number} rows of log {log_id}, proven up to event {size}"


def is_handover(note):
    return note.startswith("keydesk-audit-key/")


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    path, key, *checkpoints = arguments
    try:
        keys = read_keys(open(key, encoding="ascii").read())
        kept = [open(name, encoding="utf-8", newline="").read() for name in checkpoints]
        handovers = [note for text in kept for note in re.split(r"^(?=keydesk-audit-key/)", text, flags=re.M) if is_handover(note)]
        print(verify(path, keys, [note for note in kept if not is_handover(note)], handovers))
        return 0
    except Bad as bad:
        print("bad: " + ", ".join(bad.args))
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"could not be read: {error!r}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
