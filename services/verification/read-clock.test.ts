import { expect, test } from "vitest";
import { createReadClock, silentNetwork } from "@/services/verification/read-clock";

const never = () => new Promise<never>(() => undefined);
const silent = () => 0;

test("a read of which nothing is heard is cut, and one that comes back is what it is", async () => {
  const inTime = createReadClock(50);
  const outcomes = await Promise.allSettled([
    inTime(never(), silent),
    inTime(Promise.resolve("found"), silent),
    inTime(Promise.reject(new Error("refused")), silent),
    inTime(never(), silent),
  ]);
  expect(outcomes.map((one) => (one.status === "fulfilled" ? one.value : one.reason.message))).toEqual([
    silentNetwork,
    "found",
    "refused",
    silentNetwork,
  ]);
  await expect(inTime(never(), silent)).rejects.toThrow(silentNetwork);
});

test("a read is not cut as long as something is heard of it", async () => {
  const inTime = createReadClock(50);
  let heard = 0;
  let isTalking = true;
  let isCut = false;
  const hear = () => (isTalking ? ++heard : heard);
  inTime(never(), hear).catch(() => {
    isCut = true;
  });
  await expect.poll(() => heard).toBeGreaterThan(3);
  expect(isCut).toBe(false);
  isTalking = false;
  await expect.poll(() => isCut).toBe(true);
});
