import type { Metadata } from "next";
import * as actions from "@/app/(desk)/personal-tokens/actions";
import { requireDesk } from "@/app/desk-context";
import { PersonalTokens } from "@/components/personal-tokens/personal-tokens";
import { UsageExamples } from "@/components/personal-tokens/usage-examples";
import { canDo } from "@/domain/access/actions";
import { loadPersonalCallers } from "@/services/personal-tokens/callers";
import { listPersonalTokens } from "@/services/personal-tokens/list";

export const metadata: Metadata = { title: "API tokens" };

export default async function PersonalTokensPage() {
  const { context, viewer } = await requireDesk("personal_token.view");
  const [tokens, callers] = await Promise.all([listPersonalTokens(context), loadPersonalCallers(context)]);
  if (!tokens.ok) throw new Error(tokens.refusal.message);
  if (!callers.ok) throw new Error(callers.refusal.message);
  const { apiUrl } = context.config;
  return (
    <div className="grid gap-8">
      <div className="min-w-0">
        <PersonalTokens
          tokens={tokens.value}
          callers={callers.value}
          mayCreate={canDo(viewer, "personal_token.create")}
          baseUrl={apiUrl}
          now={context.now()}
          actions={{
            create: actions.create,
            revoke: actions.revoke,
            revokeAll: actions.revokeAll,
            findFirstCall: actions.firstCall,
            recordCopied: actions.recordCopied,
            savePlace: actions.savePlace,
          }}
        />
      </div>
      {canDo(viewer, "personal_token.create") ? <UsageExamples baseUrl={apiUrl} /> : null}
    </div>
  );
}
