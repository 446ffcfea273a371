"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";

/** Asks the server for the page's data again; selection, focus and scroll stay. */
export function RefreshButton() {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Button
      variant="ghost"
      compact
      className="max-sm:border-line"
      icon={<RefreshCw />}
      pending={pending}
      onClick={() => startTransition(() => router.refresh())}
    >
      Refresh
    </Button>
  );
}
