#!/usr/bin/env python3
"""Verifies an export of Keydesk's audit log. Written by following docs/audit-format.md; needs Python 3.8 and nothing else.

    python3 verify-audit.py EXPORT KEY [CHECKPOINT…] [HANDOVERS…]

EXPORT is a .csv, .json or .jsonl with its manifest beside it, KEY the public key that you trust (PEM), each CHECKPOINT a note that you
kept elsewhere, HANDOVERS the notes that lead from one key to the next (/.well-known/keydesk-log.handovers). Says "good" and ends with 0, or names the first thing that is wrong, or was not
checked, and ends with 1; called wrongly it ends with 2. It has fewer reasons than the page: a row that is not in its place is "missing", or "duplicated or reordered".
"""

import base64
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
ORIGIN = re.compile(r"[^+\s\x00-\x1f\x7f-\x9f]+/audit/" + ID.pattern)
INSTANT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z")
WHOLE = re.compile(r"0|[1-9][0-9]{0,15}")
CSV_FIELD = re.compile(r'"([^"]*(?:""[^"]*)*)"')
LONGEST = 1 << 20
NO_ACCOUNT = "00000000-0000-0000-0000-000000000000"


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
            if not isinstance(value, (int, float)) or isinstance(value, bool) or not 1 <= value < 2**53 or value != int(value):
                raise Bad("malformed", "seq is no number of a log")
            value = row[field] = int(value)
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

    def append(self, level, root, most):
        if not 0 <= level <= 53 or self.size % (1 << level) != 0 or self.size + (1 << level) > most:
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
    if first == 0:
        return not proof and first_root == hashlib.sha256(b"").digest()
    if first > second or not proof:
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


def from_base64(text, length=None):
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        data = b""
    if length not in (None, len(data)) or base64.b64encode(data).decode() != text:
        raise Bad("malformed", f"not base64 of its bytes: {text!r}")
    return data


def read_keys(pem):
    """The 32 bytes of each Ed25519 key in a PEM: the end of its SubjectPublicKeyInfo."""
    keys = []
    for block in re.findall(r"-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----", pem):
        der = base64.b64decode("".join(block.split()))
        if len(der) == 44 and der.startswith(bytes.fromhex("302a300506032b6570032100")):
            keys.append(der[12:])
    return keys


def split_note(note):
    """The text of a signed note without its last line feed, and (name, bytes) of its signature lines."""
    text, separator, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    is_clean = len(note.encode()) <= 65536 and not re.search(r"[\0-\x09\x0b-\x1f]", note)
    if not separator or not is_clean or lines.pop() != "" or not 1 <= len(lines) <= 64:
        raise Bad("malformed", "not a signed note")
    parsed = []
    for line in lines:
        match = re.fullmatch(r"\u2014 ([^+\s]+) ([A-Za-z0-9+/=]+)", line)
        blob = from_base64(match[2]) if match else b""
        if len(blob) <= 4:
            raise Bad("malformed", "not a signature line")
        parsed.append((match[1], blob))
    return text, parsed


def read_checkpoint(note, keys):
    """(origin, size, root) of a note that one of the keys has signed."""
    text, signatures = split_note(note)
    lines = text.split("\n")
    if len(lines) != 3 or not ORIGIN.fullmatch(lines[0]) or not WHOLE.fullmatch(lines[1]) or int(lines[1]) >= 2**53:
        raise Bad("malformed", "not a checkpoint")
    origin, size, root = lines[0], int(lines[1]), from_base64(lines[2], 32)
    known = {hashlib.sha256(origin.encode() + b"\n\1" + key).digest()[:4]: key for key in keys}
    is_known = False
    for name, blob in signatures:
        key = known.get(blob[:4]) if name == origin else None
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
    text, signatures = split_note(note)
    head, deployment, old, new, at = (text.split("\n") + [""] * 5)[:5]
    is_named = re.fullmatch(r"[^+\s\x00-\x1f\x7f-\x9f]+", deployment)
    if text.count("\n") != 4 or head != "keydesk-audit-key/1" or not is_named or not INSTANT.fullmatch(at) or old == new:
        raise Bad("malformed", "not a hand-over")
    keys = from_base64(old, 32), from_base64(new, 32)
    name = deployment + "/audit-key"
    known = {hashlib.sha256(name.encode() + b"\n\1" + key).digest()[:4]: key for key in keys}
    left = set(known)
    for signer, blob in signatures:
        if signer != name or blob[:4] not in known:
            continue
        if len(blob) != 68 or not is_signed(known[blob[:4]], (text + "\n").encode(), blob[4:]):
            raise Bad("bad_signature", "a hand-over")
        left.discard(blob[:4])
    if left:
        raise Bad("wrong_key", "a hand-over that one of its keys has not signed")
    return deployment, *keys


def follow(keys, notes, origin):
    """The keys given, and those that hand-overs lead to from them, for the logs of one deployment."""
    links = {(old, new) for deployment, old, new in map(read_handover, notes) if origin.rpartition("/audit/")[0] == deployment}
    links = {(old, new) for old, new in links if sum(old == other for other, _ in links) == 1}
    known = list(keys)
    for key in known:  # forwards, also from what is put behind
        known += [new for old, new in links if old == key and new not in known]
    for key in known:  # backwards
        known += [old for old, new in links if new == key and old not in known]
    return known


# --- The form of a manifest: nothing in it is signed but its notes, and what this page does not know is refused ---


HEX = re.compile(r"[0-9a-f]{64}")
HASH = re.compile(r"[A-Za-z0-9+/]{43}=")
UUID = re.compile(ID.pattern, re.I)
TEXT = re.compile(r".+", re.S)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z")


def whole(least, most=2**53 - 1):
    return lambda value: type(value) in (int, float) and least <= value <= most and value == int(value)


def some(form):
    return lambda value: bool(value) and has_form(value, [form])


def pair(value):
    return isinstance(value, list) and has_form(dict(enumerate(value)), {0: whole(0, 53), 1: HASH})


def log_of(value):
    """The two members that may be left out are put in."""
    return isinstance(value, dict) and has_form({"droppedThrough": 1, "handovers": ["-"], **value}, LOG)


LOG = {
    "logId": UUID,
    "origin": TEXT,
    "checkpoint": TEXT,
    "publicKey": TEXT,
    "skips": (None, [{"before": (None, whole(1)), "subtrees": some(pair)}], {"file": TEXT, "count": whole(0), "bytes": whole(0), "sha256": HEX}),
    "droppedThrough": whole(1),
    "handovers": some(TEXT),
    "earlier": [{"checkpoint": TEXT, "consistency": [HASH]}],
}
MANIFEST = {
    "version": whole(1, 1),
    "product": "keydesk",
    "id": UUID,
    "what": ("tokens", "audit", "usage", "reviews"),
    "format": ("csv", "json", "jsonl"),
    "file": TEXT,
    "filter": lambda value: isinstance(value, dict) and has_form(list(value.values()), [(str, [str])]),
    "account": {"id": UUID, "name": str},
    "exportedBy": {"kind": str, "id": (None, UUID), "name": str},
    "exportedAt": TIME,
    "rows": whole(0),
    "bytes": whole(0),
    "sha256": HEX,
    "log": (None, log_of),
}


def has_form(value, form):
    """A form is a type, a pattern of the whole text, a value, a function that tells, a list of one form, an object's members, or a tuple of forms."""
    if isinstance(form, tuple):
        return any(has_form(value, each) for each in form)
    if isinstance(form, list):
        return isinstance(value, list) and all(has_form(each, form[0]) for each in value)
    if isinstance(form, dict):
        return isinstance(value, dict) and value.keys() == form.keys() and all(has_form(value[name], form[name]) for name in form)
    if isinstance(form, re.Pattern):
        return isinstance(value, str) and bool(form.fullmatch(value))
    if isinstance(form, type):
        return isinstance(value, form)
    return form(value) if callable(form) else value == form and type(value) is type(form)


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


def decode(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("malformed", "not UTF-8")
    if "\0" in text:
        raise Bad("malformed", "NUL")
    return text


def read_lines(file):
    """Lines of bytes with their line feed, which every one must have."""
    for line in file:
        if len(line) > LONGEST + 1:
            raise Bad("malformed", "a line too long")
        if not line.endswith(b"\n"):
            raise Bad("truncated", "the file stops within a row")
        yield line


def read_rows(path, kind):
    """Each row as a dictionary of the 18 fields and leafHash."""
    with open(path, "rb") as file:
        if kind == "csv":
            yield from read_csv(file)
        elif kind == "json":
            yield from read_list(read_lines(file))
        else:
            for line in read_lines(file):
                yield parse_json(decode(line))


def read_list(lines):
    if next(lines, None) != b"[\n":
        raise Bad("malformed", "not a list with a row on each line")
    before = None
    for line in lines:
        if line == b"]\n":
            if before == b"," or next(lines, None) is not None:
                raise Bad("malformed", "a comma before the end of the list, or something after it")
            return
        if before not in (None, b","):
            raise Bad("malformed", "no comma after the row before")
        before = line[-2:-1]
        yield parse_json(decode(line[:-2] if before == b"," else line))
    raise Bad("truncated", "the list is not closed")


def read_csv(file):
    names, record = None, b""
    for line in file:
        record += line
        if len(record) > LONGEST + 1:
            raise Bad("malformed", "a record too long")
        if record.count(b'"') % 2 or not line.endswith(b"\n"):
            continue  # within a field
        if names is None and record.startswith(b"\xef\xbb\xbf"):
            record = record[3:]
        text, record = decode(record), b""
        quoted = CSV_FIELD.findall(text)
        if '"' + '","'.join(quoted) + '"\r\n' != text:
            raise Bad("malformed", "not a record of quoted fields that ends with CR LF")
        cells = [cell.replace('""', '"') for cell in quoted]
        cells = [cell[1:] if cell.startswith("'") else cell for cell in cells]
        if names is None:
            names = cells
            if len(set(names)) != len(names):
                raise Bad("malformed", "a field is named twice")
            continue
        if len(cells) != len(names):
            raise Bad("malformed", "another number of fields")
        row = dict(zip(names, cells))
        if not WHOLE.fullmatch(row.get("seq", "")):
            raise Bad("malformed", "seq is no number")
        row["seq"] = int(row["seq"])
        row["details"] = parse_json(row.get("details", ""))
        yield row
    if record or names is None:
        raise Bad("truncated", "the file stops within a record")


def read_skips(log, folder):
    skips = log["skips"]
    if skips is None:
        raise Bad("not checked", "the file has too many gaps: its rows are not proven to be in the log")
    if isinstance(skips, list):
        yield from skips
        return
    digest, lines, size = hashlib.sha256(), 0, 0
    with open(os.path.join(folder, os.path.basename(skips["file"])), "rb") as file:
        for lines, line in enumerate(read_lines(file), 1):
            digest.update(line)
            size += len(line)
            yield parse_json(decode(line))
    if (lines, size, digest.hexdigest()) != (skips["count"], skips["bytes"], skips["sha256"]):
        raise Bad("not_as_exported", "the file of gaps is not the manifest's")


def leaves_of(skip):
    return sum(1 << level for level, _ in skip["subtrees"])


def read_kept(kept, keys, origin):
    """{size: root} of the checkpoints that were kept."""
    roots = {}
    for note in kept:
        other, size, root = read_checkpoint(note, keys)
        if other != origin:
            raise Bad("not checked", f"wrong_log: a checkpoint of {other}")
        if roots.setdefault(size, root) != root:
            raise Bad("fork", f"two histories of {size} events")
    return roots


def read_earlier(log, keys, origin, size, root):
    """{size: root} of the checkpoints that the manifest names and proves."""
    proven = {}
    for earlier in log["earlier"]:
        try:
            other, earlier_size, earlier_root = read_checkpoint(earlier["checkpoint"], keys)
        except Bad as bad:
            if bad.args[0] != "wrong_key":
                raise
            continue  # it proves nothing, and nothing is wrong
        proof = [from_base64(each, 32) for each in earlier["consistency"]]
        if other != origin:
            raise Bad("wrong_log", f"an earlier checkpoint of {other}")
        if earlier_size > size:
            raise Bad("rollback", f"an earlier checkpoint of {earlier_size} events, and the file ends at {size}")
        if not is_beginning((earlier_size, earlier_root), (size, root), proof):
            raise Bad("fork", f"the checkpoint of {earlier_size} events is no beginning of this one")
        proven[earlier_size] = earlier_root
    return proven


def verify(path, keys, kept, handovers):
    with open(path + ".manifest.json", "rb") as file:
        manifest = parse_json(decode(file.read()))
    version = manifest.get("version") if isinstance(manifest, dict) else None
    if type(version) in (int, float) and version != 1:
        raise Bad("not checked", "a manifest of another version")
    if not has_form(manifest, MANIFEST):
        raise Bad("malformed", "no manifest of Keydesk")
    digest, length = hashlib.sha256(), 0
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
            length += len(part)
    log = manifest["log"]
    if log is None:
        raise Bad("not checked", "no export of an audit log")
    keys = follow(keys, log.get("handovers", []) + handovers, log["checkpoint"].split("\n")[0])
    origin, size, root = read_checkpoint(log["checkpoint"], keys)
    log_id = origin.rpartition("/")[2]
    if (log["origin"], log["logId"]) != (origin, log_id) or log_id not in (manifest["account"]["id"], NO_ACCOUNT):
        raise Bad("wrong_log", "the checkpoint is that of another log than the manifest's")
    proven = read_earlier(log, keys, origin, size, root)
    known = read_kept(kept, keys, origin)
    if known.get(size, root) != root:
        raise Bad("fork", f"two histories of {size} events")
    if max(known, default=0) > size:
        raise Bad("rollback", f"the file ends at {size}, and {max(known)} had been signed")
    for proven_size in known.keys() & proven.keys():
        if known[proven_size] != proven[proven_size]:
            raise Bad("fork", f"two histories of {proven_size} events")

    tree, number, reached = Tree(), 0, {0}
    signed = {**known, size: root}  # Roots that the file must lead to on its way, by the number of leaves.
    skips = read_skips(log, os.path.dirname(path))
    skip = next(skips, None)

    def check():
        if tree.size not in signed:
            return
        if tree.root() != signed[tree.size]:
            raise Bad("altered", f"somewhere among the events {max(reached) + 1} to {tree.size}")
        reached.add(tree.size)

    def put_in():
        end = size if skip["before"] is None else skip["before"] - 1
        if tree.size + leaves_of(skip) != end:
            raise Bad("malformed", "a gap does not fit") if tree.size + leaves_of(skip) > end else Bad("missing", f"event {tree.size + 1}")
        for level, encoded in skip["subtrees"]:
            tree.append(level, from_base64(encoded, 32), size)
            check()

    try:
        check()
        for number, row in enumerate(read_rows(path, manifest["format"]), 1):
            if not isinstance(row, dict) or {*row, "leafHash"} != {*FIELDS, "leafHash"}:
                raise Bad("malformed", "other fields than those of the page")
            leaf = leaf_of(row)
            if row["logId"] != log_id:
                raise Bad("wrong_log", row["logId"])
            if row.get("leafHash") and from_base64(row["leafHash"], 32) != leaf:
                raise Bad("edited", f"event {row['seq']}")
            if skip is not None and skip["before"] is not None and skip["before"] <= row["seq"]:
                put_in()
                skip = next(skips, None)
            if row["seq"] > size:
                raise Bad("unsealed", f"event {row['seq']}")
            if row["seq"] != tree.size + 1:
                is_late = row["seq"] <= tree.size
                raise Bad("duplicated or reordered" if is_late else "missing", f"event {row['seq']} after {tree.size}")
            tree.append(0, leaf, size)
            check()
    except Bad as bad:
        raise Bad(*bad.args, f"row {number}")
    if skip is not None and skip["before"] is None:
        put_in()
        skip = next(skips, None)
    if tree.size < size:
        raise Bad("truncated", f"the file ends after event {tree.size}, the checkpoint after {size}")
    if skip is not None:
        raise Bad("malformed", "a gap is left over")
    if (number, length, digest.hexdigest()) != (manifest["rows"], manifest["bytes"], manifest["sha256"]):
        raise Bad("not_as_exported", "rows, bytes or SHA-256 are not the manifest's")
    if number == 0:
        raise Bad("not checked", "a file without rows proves nothing")
    for kept_size in known.keys() - reached - proven.keys():
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
        keys = read_keys(open(key, encoding="utf-8", errors="replace").read())
        if not keys:
            print(f"no Ed25519 public key (PEM) in {key}", file=sys.stderr)
            return 2
        kept = [open(name, encoding="utf-8", newline="").read() for name in checkpoints]
        handovers = [note for text in kept for note in re.split(r"^(?=keydesk-audit-key/)", text, flags=re.M) if is_handover(note)]
        print(verify(path, keys, [note for note in kept if not is_handover(note)], handovers))
        return 0
    except Bad as bad:
        print("bad: " + ", ".join(bad.args))
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"could not be read: {type(error).__name__}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
