export const tableClass =
  "w-full table-fixed border-separate border-spacing-0 cards:block [&_tbody]:cards:block";

/** Column widths as attributes, not styles: they hold in the server's markup under a strict content security policy. */
export function TableWidths({
  widths,
  selectable,
  hasActions,
}: {
  widths: readonly number[];
  selectable: boolean;
  hasActions: boolean;
}) {
  return (
    <colgroup className="cards:hidden">
      {selectable ? <col width={34} /> : null}
      {widths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <col key={index} width={width} />
      ))}
      {hasActions ? <col width={40} /> : null}
    </colgroup>
  );
}
