import { writeDecimal } from "@/domain/text/decimal";
import type { UsageBounds } from "@/services/usage/usage-bounds";

/** A line of the table, as `each` tells it. All times in milliseconds since 1970. */
export type SecretUse = {
  readonly tokenId: string;
  readonly accountId: string;
  readonly secretId: string;
  readonly verdict: string;
  /** Start of the hour. */
  readonly hour: number;
  /** False where the use is no call of the account. */
  readonly isCounted: boolean;
  /** Of good uses alone. */
  readonly ip: string;
  readonly agent: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
};

/** What tokens did, added up: uses of one secret that differ in nothing but their times are one line. */
export type UseTable = {
  lines(): number;
  /** @returns uses that found no room */
  add(use: SecretUse): number;
  each(tell: (use: SecretUse) => void): void;
  /**
   * A line per use: token, secret, place of the account in `names.accounts`, verdict, hour and first and last use, how often, place of address
   * and agent in `names.places`, and flags: "c" counted, "r" remembered as a caller, "-" none.
   */
  write(): { readonly lines: Buffer; readonly names: string };
  clear(): void;
};

const idLength = 36;
/** Token, a blank, secret, a blank: as the journal has it. */
const idsWidth = 2 * (idLength + 1);
/** What follows them is shorter. */
const restWidth = 128;
const firstCapacity = 4_096;

/** Places in `numbers`. */
const [hourAt, firstAt, lastAt, countAt, numbersWidth] = [0, 1, 2, 3, 4];
/** Places in `marks`: of account, verdict and place in their lists, flags, and the next line of the same slot. */
const [accountAt, verdictAt, placeAt, flagsAt, nextAt, marksWidth] = [0, 1, 2, 3, 4, 5];
const [counted, remembered] = [1, 2];
const none = -1;

/**
 * Makes an empty table. It lives in typed arrays: a second holds some ten thousand used tokens, and as objects they outlive just
 * enough collections of garbage to be copied twice, which costs more than to write them (docs/performance.md).
 */
export function createUseTable(bounds: UsageBounds): UseTable {
  let capacity = firstCapacity;
  let ids = Buffer.allocUnsafeSlow(capacity * idsWidth);
  let numbers = new Float64Array(capacity * numbersWidth);
  let marks = new Int32Array(capacity * marksWidth);
  let slots = new Int32Array(capacity * 2).fill(none);
  let size = 0;
  let accounts = createNames();
  let verdicts = createNames();
  let places = createNames();
  let [knownIp, knownAgent, knownPlace] = ["", "", none];

  const placeOf = (ip: string, agent: string): number => {
    // Mostly callers come from few places, one after the other.
    if (knownPlace !== none && ip === knownIp && agent === knownAgent) return knownPlace;
    knownIp = ip;
    knownAgent = agent;
    // No address holds a blank.
    knownPlace = places.find(`${ip} ${agent}`);
    return knownPlace;
  };
  const isOf = (line: number, secretId: string): boolean => {
    const at = line * idsWidth + idLength + 1;
    return ids.toString("latin1", at, at + idLength) === secretId;
  };
  const grow = () => {
    capacity *= 2;
    const [oldIds, oldNumbers, oldMarks] = [ids, numbers, marks];
    ids = Buffer.allocUnsafeSlow(capacity * idsWidth);
    oldIds.copy(ids);
    numbers = new Float64Array(capacity * numbersWidth);
    numbers.set(oldNumbers);
    marks = new Int32Array(capacity * marksWidth);
    marks.set(oldMarks);
    slots = new Int32Array(capacity * 2).fill(none);
    for (let line = 0; line < size; line++) {
      const at = line * idsWidth + idLength + 1;
      const slot = slotOf(ids.toString("latin1", at, at + idLength), slots.length);
      marks[line * marksWidth + nextAt] = slots[slot]!;
      slots[slot] = line;
    }
  };

  return {
    lines: () => size,
    add({ tokenId, accountId, secretId, verdict, hour, isCounted, ip, agent, first, last, count }) {
      const account = accounts.find(accountId);
      const verdictMark = verdicts.find(verdict);
      const place = placeOf(ip, agent);
      let callers = 0;
      let leftOut = none;
      for (
        let line = slots[slotOf(secretId, slots.length)]!;
        line !== none;
        line = marks[line * marksWidth + nextAt]!
      ) {
        const mark = line * marksWidth;
        const flags = marks[mark + flagsAt]!;
        if (marks[mark + verdictAt] !== verdictMark || numbers[line * numbersWidth + hourAt] !== hour)
          continue;
        if ((flags & counted) !== (isCounted ? counted : 0) || !isOf(line, secretId)) continue;
        if ((flags & remembered) === 0) {
          leftOut = line;
          continue;
        }
        callers += 1;
        if (marks[mark + placeAt] !== place) continue;
        addTo(numbers, line, first, last, count);
        return 0;
      }
      const isRemembered = callers < bounds.callersPerTokenMax;
      if (!isRemembered && leftOut !== none) {
        // Of callers beyond the bound only the place of the latest use is kept.
        if (last >= numbers[leftOut * numbersWidth + lastAt]!) marks[leftOut * marksWidth + placeAt] = place;
        addTo(numbers, leftOut, first, last, count);
        return 0;
      }
      if (size >= bounds.keysMax) return count;
      if (size === capacity) grow();
      const free = slotOf(secretId, slots.length);
      ids.write(`${tokenId} ${secretId} `, size * idsWidth, idsWidth, "latin1");
      numbers[size * numbersWidth + hourAt] = hour;
      numbers[size * numbersWidth + firstAt] = first;
      numbers[size * numbersWidth + lastAt] = last;
      numbers[size * numbersWidth + countAt] = count;
      const mark = size * marksWidth;
      marks[mark + accountAt] = account;
      marks[mark + verdictAt] = verdictMark;
      marks[mark + placeAt] = place;
      marks[mark + flagsAt] = (isCounted ? counted : 0) | (isRemembered ? remembered : 0);
      marks[mark + nextAt] = slots[free]!;
      slots[free] = size;
      size += 1;
      return 0;
    },
    each(tell) {
      for (let line = 0; line < size; line++) {
        const at = line * idsWidth;
        const mark = line * marksWidth;
        const number = line * numbersWidth;
        const [ip, agent] = splitPlace(places.list[marks[mark + placeAt]!]!);
        tell({
          tokenId: ids.toString("latin1", at, at + idLength),
          secretId: ids.toString("latin1", at + idLength + 1, at + 2 * idLength + 1),
          accountId: accounts.list[marks[mark + accountAt]!]!,
          verdict: verdicts.list[marks[mark + verdictAt]!]!,
          hour: numbers[number + hourAt]!,
          isCounted: (marks[mark + flagsAt]! & counted) !== 0,
          ip,
          agent,
          first: numbers[number + firstAt]!,
          last: numbers[number + lastAt]!,
          count: numbers[number + countAt]!,
        });
      }
    },
    write() {
      const lines = Buffer.allocUnsafe(size * (idsWidth + restWidth));
      let end = 0;
      for (let line = 0; line < size; line++) {
        const mark = line * marksWidth;
        const number = line * numbersWidth;
        end += ids.copy(lines, end, line * idsWidth, (line + 1) * idsWidth);
        const times = `${writeDecimal(numbers[number + hourAt]!)} ${writeDecimal(numbers[number + firstAt]!)} ${writeDecimal(numbers[number + lastAt]!)}`;
        const rest = `${marks[mark + accountAt]} ${verdicts.list[marks[mark + verdictAt]!]} ${times} ${numbers[number + countAt]} ${marks[mark + placeAt]} ${flagTexts[marks[mark + flagsAt]!]}\n`;
        end += lines.write(rest, end, restWidth, "latin1");
      }
      const names = { accounts: accounts.list, places: places.list.map(splitPlace) };
      return { lines: lines.subarray(0, end), names: JSON.stringify(names) };
    },
    clear() {
      size = 0;
      accounts = createNames();
      verdicts = createNames();
      places = createNames();
      knownPlace = none;
      slots.fill(none);
      // What an outage of the database made large.
      if (capacity > 4 * firstCapacity) {
        capacity = firstCapacity;
        ids = Buffer.allocUnsafeSlow(capacity * idsWidth);
        numbers = new Float64Array(capacity * numbersWidth);
        marks = new Int32Array(capacity * marksWidth);
        slots = new Int32Array(capacity * 2).fill(none);
      }
    },
  };
}

/** By flags. */
const flagTexts = ["-", "c", "r", "cr"];

function addTo(numbers: Float64Array, line: number, first: number, last: number, count: number): void {
  const at = line * numbersWidth;
  numbers[at + countAt]! += count;
  if (first < numbers[at + firstAt]!) numbers[at + firstAt] = first;
  if (last > numbers[at + lastAt]!) numbers[at + lastAt] = last;
}

// The end of a UUID is chance, in version 4 as in version 7. `slots` is a power of two.
function slotOf(id: string, slots: number): number {
  let hash = 0;
  for (let i = idLength - 8; i < idLength; i++) hash = Math.imul(hash, 31) + id.charCodeAt(i);
  return (hash ^ (hash >>> 15)) & (slots - 1);
}

/** Texts and their places in a list. */
function createNames(): { readonly list: readonly string[]; find(name: string): number } {
  const list: string[] = [];
  const places = new Map<string, number>();
  return {
    list,
    find(name) {
      const known = places.get(name);
      if (known !== undefined) return known;
      places.set(name, list.length);
      return list.push(name) - 1;
    },
  };
}

function splitPlace(place: string): [ip: string, agent: string] {
  const end = place.indexOf(" ");
  return [place.slice(0, end), place.slice(end + 1)];
}
