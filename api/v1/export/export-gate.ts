/** How many exports run at once: each holds a connection and a snapshot of the database. */
export const exportGateBounds = { perAccount: 4, total: 16 } as const;

/** Lets exports in while there is room; `enter` gives how to leave again, or null. */
export type ExportGate = { enter(accountId: string): (() => void) | null };

/** A gate for one process. An account at its bound leaves room for the others. */
export function createExportGate(
  bounds: { perAccount: number; total: number } = exportGateBounds,
): ExportGate {
  const running = new Map<string, number>();
  let total = 0;
  return {
    enter(accountId) {
      const own = running.get(accountId) ?? 0;
      if (own >= bounds.perAccount || total >= bounds.total) return null;
      running.set(accountId, own + 1);
      total += 1;
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        total -= 1;
        const left = (running.get(accountId) ?? 1) - 1;
        if (left === 0) running.delete(accountId);
        else running.set(accountId, left);
      };
    },
  };
}
