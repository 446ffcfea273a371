"use client";

import { dialogOnDemand } from "@/components/ui/dialog-on-demand";

/** The dialogs of the second step, each with its code when it is asked for. */
export const AddAppDialog = dialogOnDemand(() =>
  import("@/components/second-factors/add-app-dialog").then((module) => module.AddAppDialog),
);
export const AddKeyDialog = dialogOnDemand(() =>
  import("@/components/second-factors/add-key-dialog").then((module) => module.AddKeyDialog),
);
export const RemoveFactorDialog = dialogOnDemand(() =>
  import("@/components/second-factors/remove-factor-dialog").then((module) => module.RemoveFactorDialog),
);
export const RenewCodesDialog = dialogOnDemand(() =>
  import("@/components/second-factors/renew-codes-dialog").then((module) => module.RenewCodesDialog),
);
