import type { SearchParams } from "nuqs/server";

/** What an address asks of the list, still unparsed: the service refuses bad values by field. */
export function queryOf(searchParams: SearchParams): Record<string, unknown> {
  const { per, ...rest } = searchParams;
  return { ...rest, pageSize: per };
}
