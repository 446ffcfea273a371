"use client";

import { RefreshCw } from "lucide-react";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useRefresh } from "@/components/ui/use-refresh";

/** Asks the server for the page's data again; selection, focus and scroll stay. */
export function RefreshButton() {
  const refresh = useRefresh();
  const [pending, startTransition] = useTransition();
  return (
    <Button
      variant="ghost"
      compact
      className="max-sm:border-line"
      icon={<RefreshCw />}
      pending={pending}
      onClick={() => startTransition(refresh)}
    >
      Refresh
    </Button>
  );
}
