import { dayMs, hourMs } from "@/services/seed/demo/clock";
import type { Traffic } from "@/services/seed/demo/plot";
import type { Random } from "@/services/seed/demo/random";

// Share of an office day's calls by UTC hour; the sum is 1.
const office = [
  0, 0, 0, 0, 0, 0.01, 0.03, 0.07, 0.11, 0.13, 0.12, 0.1, 0.08, 0.1, 0.1, 0.08, 0.04, 0.02, 0.01, 0, 0, 0, 0,
  0,
];
const burstChance = 0.16;

/** Calls in the hour that starts at `hour`: a draw around the pattern's expectation, never negative. */
export function drawHour(traffic: Traffic, hour: Date, age: number, random: Random): number {
  const noise = 0.7 + random.next() * 0.6;
  return Math.round(expectHour(traffic, hour, random) * growth(age) * noise);
}

/** Calls in a whole day, for days too old to be kept by the hour. */
export function drawDay(traffic: Traffic, day: Date, age: number, random: Random): number {
  const weekday = day.getUTCDay();
  const weekend = weekday === 0 || weekday === 6;
  const share = {
    office: weekend ? 0.06 : 1,
    steady: 1,
    nightly: 1,
    weekly: weekday === 1 ? 7 : 0,
    bursts: weekend ? 0.25 : 1.2,
  }[traffic.shape];
  return Math.round(traffic.perDay * share * growth(age) * (0.85 + random.next() * 0.3));
}

function expectHour(traffic: Traffic, hour: Date, random: Random): number {
  const h = hour.getUTCHours();
  const weekday = hour.getUTCDay();
  const weekend = weekday === 0 || weekday === 6;
  switch (traffic.shape) {
    case "office":
      return traffic.perDay * office[h]! * (weekend ? 0.06 : 1);
    case "steady":
      return (traffic.perDay / 24) * (1 + 0.25 * Math.sin(((h - 8) / 24) * 2 * Math.PI));
    case "nightly":
      return h === 2 ? traffic.perDay * 0.8 : h === 3 ? traffic.perDay * 0.2 : 0;
    case "weekly":
      return weekday === 1 && h === 5 ? traffic.perDay * 7 : 0;
    case "bursts":
      return random.chance(weekend ? burstChance / 4 : burstChance) ? traffic.perDay / 24 / burstChance : 0;
  }
}

// A year ago there was a good half of today's traffic.
function growth(age: number): number {
  return 1 - 0.45 * Math.min(1, age / 365);
}

/** Hours from `from` to `to`, both full hours, `to` not included. */
export function* hoursBetween(from: Date, to: Date): Generator<Date> {
  for (let at = from.getTime(); at < to.getTime(); at += hourMs) yield new Date(at);
}

/** Days from `from` to `to`, both UTC midnights, `to` not included. */
export function* daysBetween(from: Date, to: Date): Generator<Date> {
  for (let at = from.getTime(); at < to.getTime(); at += dayMs) yield new Date(at);
}
