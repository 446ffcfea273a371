export const headCellClass = "h-9 border-b pr-4 text-left align-middle font-medium text-muted text-sm";
