import { type Plan, plans } from "@/domain/access/plans";
import { changeOf, changesIn } from "@/domain/audit/point-in-time/change";
import {
  type Change,
  type Fact,
  factAt,
  type LoggedEvent,
  type Moment,
} from "@/domain/audit/point-in-time/fact";
import { asOneOf, detail } from "@/domain/audit/point-in-time/read-details";

/** Actions that say something of an account's plan. */
export const planActions = ["account.create", "account.change_limits"] as const;
/** Actions that say something of whether an organization was there. */
export const organizationActions = [
  "organization.create",
  "organization.edit",
  "organization.delete",
] as const;
/** Actions that say something of whether an API client was there and enabled. */
export const clientActions = [
  "api_client.create",
  "api_client.edit",
  "api_client.rotate",
  "api_client.enable",
  "api_client.disable",
  "api_client.delete",
] as const;

/** An account's plan at a moment. An account that was made without naming one has the least. */
export function planThen(
  events: readonly LoggedEvent[],
  moment: Moment,
  record: { readonly value: Plan } | null,
): Fact<Plan> {
  return factAt(
    changesIn(events, (event): Change<Plan> | null => {
      if (event.action === "account.create")
        return changeOf<Plan>(event, undefined, asOneOf(plans, detail(event, "plan") ?? "community"));
      if (event.action !== "account.change_limits") return null;
      return changeOf(
        event,
        asOneOf(plans, detail(event, "plan", "before")),
        asOneOf(plans, detail(event, "plan", "after")),
      );
    }),
    moment,
    record,
  );
}

export type Presence = "not_yet" | "live" | "deleted";

/** Whether an organization or API client was there at a moment. Whatever was done to it proves that it was. */
export function presenceThen(
  events: readonly LoggedEvent[],
  moment: Moment,
  record: { readonly value: Presence } | null,
): Fact<Presence> {
  return factAt(
    changesIn(events, (event): Change<Presence> | null => {
      if (event.action.endsWith(".create")) return changeOf<Presence>(event, "not_yet", "live");
      if (event.action.endsWith(".delete")) return changeOf<Presence>(event, "live", "deleted");
      return changeOf<Presence>(event, "live", "live");
    }),
    moment,
    record,
  );
}

/** Whether an API client was enabled at a moment. */
export function clientEnabledThen(
  events: readonly LoggedEvent[],
  moment: Moment,
  record: { readonly value: boolean } | null,
): Fact<boolean> {
  return factAt(
    changesIn(events, (event): Change<boolean> | null => {
      if (event.action === "api_client.create") return changeOf<boolean>(event, undefined, true);
      if (event.action === "api_client.enable") return changeOf<boolean>(event, false, true);
      if (event.action === "api_client.disable") return changeOf<boolean>(event, true, false);
      return null;
    }),
    moment,
    record,
  );
}
