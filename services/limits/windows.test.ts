import fc from "fast-check";
import { expect, test } from "vitest";
import { createWindows } from "@/services/limits/windows";

const windowMs = 1_000;

test("whatever the order and the times of calls, a window never holds more than its limit, and ends where it began plus its length", () => {
  const step = fc.record({
    key: fc.constantFrom("a", "b"),
    wait: fc.integer({ min: 0, max: 700 }),
    limit: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const windows = createWindows(windowMs, 10);
      const model = new Map<string, { count: number; endsAt: number }>();
      let at = 1_000_000;
      for (const { key, wait, limit } of steps) {
        at += wait;
        const expected = model.get(key);
        const running = expected !== undefined && expected.endsAt > at ? expected : null;
        const found = windows.find(key, at);
        expect(found?.count ?? 0).toBe(running?.count ?? 0);
        if (running !== null) expect(found?.endsAt).toBe(running.endsAt);
        if ((found?.count ?? 0) < limit) {
          windows.count(key, found, at);
          model.set(
            key,
            running ? { ...running, count: running.count + 1 } : { count: 1, endsAt: at + windowMs },
          );
        }
        if (wait === 0) windows.takeUnsaved(at);
      }
    }),
  );
});

test("beyond its bound the oldest key is forgotten, and no other", () => {
  const windows = createWindows(windowMs, 3);
  for (const key of ["a", "b", "c", "d"]) windows.count(key, windows.find(key, 0), 0);
  expect(windows.size()).toBe(3);
  expect(["a", "b", "c", "d"].map((key) => windows.find(key, 0)?.count)).toEqual([undefined, 1, 1, 1]);
});

test("what changed is handed out once, and again when it could not be saved", () => {
  const windows = createWindows(windowMs, 3);
  const count = () => windows.count("a", windows.find("a", 0), 0);
  count();
  count();
  const taken = windows.takeUnsaved(0);
  expect(taken.map(({ key, count: counted }) => [key, counted])).toEqual([["a", 2]]);
  expect(windows.takeUnsaved(0)).toEqual([]);
  windows.putBack(taken);
  count();
  expect(windows.takeUnsaved(0).map((window) => window.count)).toEqual([3]);
  count();
  expect(windows.takeUnsaved(windowMs)).toEqual([]);
});
