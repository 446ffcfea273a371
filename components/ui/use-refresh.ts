"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { toast } from "./toast";

/**
 * Asks the server for the present state of the page. Without a connection the framework would leave the page for the browser's own
 * error; then it stays as it is, says so, and is refreshed once there is a connection.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  const waiting = useRef<(() => void) | null>(null);
  const stopWaiting = useCallback(() => {
    if (waiting.current) window.removeEventListener("online", waiting.current);
    waiting.current = null;
  }, []);
  useEffect(() => stopWaiting, [stopWaiting]);
  return useCallback(() => {
    stopWaiting();
    if (navigator.onLine) {
      router.refresh();
      return;
    }
    waiting.current = () => {
      stopWaiting();
      toast.dismiss(offlineId);
      router.refresh();
    };
    window.addEventListener("online", waiting.current);
    toast.warning("There is no connection", {
      id: offlineId,
      description: "The page is shown as it was. It is refreshed when the connection is back.",
    });
  }, [router, stopWaiting]);
}

const offlineId = "offline";
