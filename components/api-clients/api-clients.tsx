"use client";

import { Bot, Plus } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { PlanNote } from "@/components/account/plan-note";
import type { ApiClientActions, ApiClientRights } from "@/components/api-clients/api-client-actions";
import {
  type ClientDialog,
  ClientDialogs,
  CreateClientDialog,
} from "@/components/api-clients/client-dialogs";
import { ClientTable } from "@/components/api-clients/client-table";
import { useGuardedClientActions } from "@/components/api-clients/use-guarded-client-actions";
import { usePageCommands } from "@/components/frame/page-commands";
import { useBegun } from "@/components/frame/use-begun";
import { useEnabled } from "@/components/tokens/use-enabled";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { useOpener } from "@/components/ui/use-opener";
import type { ApiClientView } from "@/domain/access/api-client-views";
import { type Plan, planIncludes, plansWith } from "@/domain/access/plans";
import { typeRule } from "@/domain/tokens/types";

/** The account's API clients (runZero "API client credentials"). */
export function ApiClients({
  clients,
  plan,
  rights,
  actions: given,
  baseUrl,
  now,
  isBegun,
  children,
}: {
  clients: readonly ApiClientView[];
  plan: Plan;
  rights: ApiClientRights;
  actions: ApiClientActions;
  baseUrl: string;
  now: Date;
  /** The page was opened to create one. */
  isBegun: boolean;
  /** How a client obtains a token. */
  children: ReactNode;
}) {
  const actions = useGuardedClientActions(given);
  const enabling = useEnabled(actions);
  const needed = typeRule("account").plan;
  const isIncluded = planIncludes(plan, needed);
  const mayCreate = rights.create && isIncluded;
  const [dialog, setDialog] = useState<ClientDialog | null>(null);
  const opener = useOpener(() => mayCreate && setDialog({ kind: "create" }));
  useBegun(isBegun, opener.press);
  usePageCommands(
    useMemo(
      () => (mayCreate ? [{ id: "create-client", label: "Create API client", run: opener.press }] : []),
      [mayCreate, opener.press],
    ),
  );
  const createButton = rights.create ? (
    <Button
      variant="primary"
      icon={<Plus />}
      disabledReason={isIncluded ? null : `Needs the ${plansWith(needed)} plan.`}
      {...CreateClientDialog.likely}
      ref={opener.button}
      onClick={opener.press}
    >
      Create API client
    </Button>
  ) : null;
  return (
    <>
      <Section
        title="API clients"
        description="A client obtains account tokens by itself, each for an hour, with OAuth 2.0 client credentials. Nobody has to store a token that lasts."
        actions={clients.length > 0 ? createButton : null}
      >
        <PlanNote what="API clients" needed={needed} plan={plan} />
        {clients.length === 0 ? (
          <div className="border-t">
            <EmptyState icon={<Bot />} title="No API clients yet" actions={createButton}>
              Create one for each program that should obtain its own tokens. You see its secret once, when you
              create it.
            </EmptyState>
          </div>
        ) : (
          <ClientTable
            clients={clients}
            planNeeded={isIncluded ? null : needed}
            rights={rights}
            enabling={enabling}
            now={now}
            onOpen={setDialog}
          />
        )}
        {children}
      </Section>
      <ClientDialogs dialog={dialog} setDialog={setDialog} actions={actions} baseUrl={baseUrl} now={now} />
    </>
  );
}
