import { Skeleton } from "@/components/ui/skeleton";

const rows = Array.from({ length: 12 }, (_, index) => index);

export default function Loading() {
  return (
    <div role="status" aria-label="Loading the audit trail" className="grid gap-4">
      <Skeleton className="h-7.5 w-24" />
      <Skeleton className="h-8.5 w-full max-w-160" />
      <div className="grid gap-5 pt-6">
        {rows.map((row) => (
          <Skeleton key={row} className="h-4 w-full" />
        ))}
      </div>
    </div>
  );
}
