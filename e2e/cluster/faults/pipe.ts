import type { Socket } from "node:net";

export type PipeTraffic = {
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly bytesPerSecond: number;
};

export type PipeRules = {
  readonly traffic: () => PipeTraffic;
  readonly isStalled: () => boolean;
  readonly random: () => number;
};

export type Pipe = {
  /** Passes on what is due, and later the rest: to be called when the rules have changed. */
  flush(): void;
  /** The source has ended: so does the target, after all that was on its way. */
  end(): void;
};

type Parcel = { readonly bytes: Buffer | "end"; dueAt: number };

/** One direction of a connection. Passes bytes on at once unless the rules say otherwise, and never in another order. */
export function createPipe(source: Socket, target: Socket, rules: PipeRules): Pipe {
  let parcels: Parcel[] = [];
  let timer: NodeJS.Timeout | null = null;
  let isEnded = false;

  const pass = (bytes: Parcel["bytes"]) => {
    if (target.destroyed) return;
    if (bytes === "end") target.end();
    else target.write(bytes);
  };
  const passDue = () => {
    timer = null;
    if (rules.isStalled()) return;
    const now = performance.now();
    let count = 0;
    while (count < parcels.length && parcels[count]!.dueAt <= now) pass(parcels[count++]!.bytes);
    parcels = parcels.slice(count);
    const next = parcels[0];
    if (next !== undefined) timer = setTimeout(passDue, Math.max(0, next.dueAt - now));
  };
  const take = (bytes: Parcel["bytes"]) => {
    const { delayMs, jitterMs, bytesPerSecond } = rules.traffic();
    const size = bytes === "end" ? 0 : bytes.length;
    const takesMs =
      delayMs + jitterMs * (jitterMs > 0 ? rules.random() : 0) + (1_000 * size) / bytesPerSecond;
    if (takesMs === 0 && parcels.length === 0 && !rules.isStalled()) return pass(bytes);
    const now = performance.now();
    const last = parcels.at(-1);
    parcels.push({ bytes, dueAt: Math.max(now + takesMs, last === undefined ? 0 : last.dueAt) });
    if (timer === null && !rules.isStalled()) passDue();
  };
  const end = () => {
    if (isEnded) return;
    isEnded = true;
    take("end");
  };
  source.on("data", take);
  source.on("end", end);
  source.on("close", end);
  return {
    flush() {
      for (const parcel of parcels) parcel.dueAt = 0;
      if (timer !== null) clearTimeout(timer);
      passDue();
    },
    end,
  };
}
