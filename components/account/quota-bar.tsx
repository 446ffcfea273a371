import { Progress } from "@/components/ui/progress";

/** Today's calls of the daily quota; amber from 80 %, red from 95 %. */
export function QuotaBar({ used, limit }: { used: number; limit: number }) {
  const share = limit === 0 ? 1 : used / limit;
  return (
    <Progress
      label="Calls today, of the daily quota"
      value={Math.min(used, limit)}
      max={Math.max(1, limit)}
      tone={share >= 0.95 ? "bad" : share >= 0.8 ? "warn" : "accent"}
    />
  );
}
