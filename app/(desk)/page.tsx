import type { Metadata } from "next";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { NodeList } from "@/components/nodes/node-list";
import { NodeNotices } from "@/components/nodes/node-notices";
import { ExpiringList } from "@/components/overview/expiring-list";
import { FigureRow } from "@/components/overview/figure-row";
import { LogAlarmNotice } from "@/components/overview/log-alarm-notice";
import { QuotaLine } from "@/components/overview/quota-line";
import { RecentEvents } from "@/components/overview/recent-events";
import { TypeList } from "@/components/overview/type-list";
import { UsageChart } from "@/components/overview/usage-chart";
import { ReviewNotices } from "@/components/reviews/review-notices";
import { PageHeader } from "@/components/ui/page-header";
import { loadOverview } from "@/services/overview/load";
import { loadReviewNotices } from "@/services/reviews/notices";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const { context, viewer } = await requireDesk("overview.view");
  const [loaded, reviews] = await Promise.all([loadOverview(context), loadReviewNotices(context)]);
  if (!loaded.ok) throw new Error(loaded.refusal.message);
  const overview = loaded.value;
  return (
    <>
      <PageHeader title="Overview" />
      <NodeNotices notices={overview.notices} />
      <LogAlarmNotice alarm={overview.logAlarm} />
      <ReviewNotices notices={expectDone(reviews)} viewerId={viewer.userId} now={overview.now} />
      <FigureRow counts={overview.counts} />
      <div className="mt-7 grid gap-x-9 gap-y-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid min-w-0 content-start gap-8">
          <UsageChart usage={overview.usage} />
          <RecentEvents events={overview.events} now={overview.now} />
          {overview.nodes === null ? null : <NodeList nodes={overview.nodes} now={overview.now} />}
        </div>
        <div className="grid min-w-0 content-start gap-7 lg:border-l lg:pl-8">
          <TypeList types={overview.activeByType} />
          <ExpiringList tokens={overview.expiring} now={overview.now} />
          <QuotaLine quota={overview.quota} />
        </div>
      </div>
    </>
  );
}
