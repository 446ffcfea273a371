import type { ReviewItem } from "@/domain/reviews/review-views";
import { listReviewItems } from "@/services/reviews/list-items";
import { startReview } from "@/services/reviews/start";
import { unwrap } from "@/services/testing/tokens";
import type { Person, Tenant, World } from "@/services/testing/world";

/** A day, so many days from the world's now. */
export function dayFrom(world: World, days: number): string {
  return new Date(world.clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Starts a review of these tokens; the administrator is asked about all of them unless reviewers are named. */
export async function makeReview(
  world: World,
  tenant: Tenant,
  ids: readonly string[],
  more: { name?: string; reviewers?: readonly Person[]; split?: "even" | "creator" } = {},
): Promise<string> {
  const started = await startReview(tenant.administrator.context, {
    name: more.name ?? "Quarterly",
    filter: { ids },
    dueOn: dayFrom(world, 14),
    reviewerIds: (more.reviewers ?? [tenant.administrator]).map((person) => person.userId),
    split: more.split ?? "even",
  });
  return unwrap(started).id;
}

/** All tokens of a small review as an administrator sees them, by name. */
export async function itemsOf(tenant: Tenant, reviewId: string): Promise<ReadonlyMap<string, ReviewItem>> {
  const page = unwrap(await listReviewItems(tenant.administrator.context, { reviewId, pageSize: 100 }));
  return new Map(page.rows.map((item) => [item.name, item]));
}
