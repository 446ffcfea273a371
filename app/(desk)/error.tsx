"use client";

import { RotateCw } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";

export default function DeskError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  // The server has logged the cause under this number.
  useEffect(() => console.error(error.digest ?? error.message), [error]);
  return (
    <div role="alert">
      <PageHeader title="This page could not be loaded" />
      <p className="mb-4 max-w-[72ch] text-muted">
        Nothing was changed. If it stays, tell the operator
        {error.digest ? (
          <>
            {" "}
            the number <span className="font-mono">{error.digest}</span>
          </>
        ) : null}
        .
      </p>
      <Button variant="primary" icon={<RotateCw />} onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
