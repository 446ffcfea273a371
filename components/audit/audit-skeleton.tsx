import { Skeleton } from "@/components/ui/skeleton";

const rows = Array.from({ length: 12 }, (_, index) => index);

/** The shape of the list while its first page is read. */
export function AuditSkeleton() {
  return (
    <div role="status" aria-label="Loading the audit trail">
      <Skeleton className="h-8.5 w-full max-w-160 pointer-coarse:h-11" />
      <div className="grid gap-6 pt-14">
        {rows.map((row) => (
          <Skeleton key={row} className="h-4.5 w-full" />
        ))}
      </div>
    </div>
  );
}
