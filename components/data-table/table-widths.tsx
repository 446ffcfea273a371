export const tableClass =
  "w-full min-w-176 table-fixed border-separate border-spacing-0 cards:block cards:min-w-0 [&_tbody]:cards:block";

const checkWidth = 34;
const actionsWidth = 40;
const usualWidth = 1000;

/** Column widths as shares of the table, as attributes, not styles: they hold in the server's markup under a strict content security policy. */
export function TableWidths({
  columns,
  selectable,
  hasActions,
}: {
  columns: readonly { id: string; width: number; wide?: boolean }[];
  selectable: boolean;
  hasActions: boolean;
}) {
  const ends = (selectable ? checkWidth : 0) + (hasActions ? actionsWidth : 0);
  const sum = columns.reduce((total, column) => total + column.width, 0);
  // A table of few columns stretches those, not the narrow ends.
  const all = Math.max(usualWidth, sum + ends);
  const share = (width: number) => `${((100 * width) / all).toFixed(3)}%`;
  const stretch = (all - ends) / sum;
  return (
    <colgroup className="cards:hidden">
      {selectable ? <col width={share(checkWidth)} /> : null}
      {columns.map((column) => (
        <col
          key={column.id}
          width={share(column.width * stretch)}
          className={column.wide ? "tight:hidden" : undefined}
        />
      ))}
      {hasActions ? <col width={share(actionsWidth)} /> : null}
    </colgroup>
  );
}
