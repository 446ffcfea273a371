import { cancel, count, find, start } from "@/app/(desk)/exports/actions";
import type { ExportActions } from "@/components/export/export-actions";

/** The server actions of exports, as pages hand them to their components. */
export const exportActions: ExportActions = { count, start, find, cancel };
