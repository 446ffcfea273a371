import { toast } from "./toast";

/**
 * Whether there is no connection, and says so then: the framework would leave the page for the browser's own error. For what leads to
 * another page or to other rows; links are looked after by `OfflineLinks`.
 */
export function staysOffline(): boolean {
  if (navigator.onLine) return false;
  toast.warning("There is no connection", {
    id: "stays-offline",
    description: "The page stays as it is. Try again when the connection is back.",
  });
  return true;
}
