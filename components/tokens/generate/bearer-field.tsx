"use client";

import type { GenerateDraft } from "@/components/tokens/generate/draft";
import { PermissionList } from "@/components/tokens/permission-list";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import type { TokenCreationOptions } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** Whom the new token acts as: a template user with the permissions listed, an organization, or the whole account. */
export function BearerField({
  draft,
  options,
  onChange,
  problems,
}: {
  draft: GenerateDraft;
  options: TokenCreationOptions;
  onChange: (change: Partial<GenerateDraft>) => void;
  problems: (field: string) => string | null;
}) {
  if (draft.type === null) return null;
  const rule = typeRule(draft.type);
  if (rule.actsAs === "template_user") {
    const chosen = options.templateUsers.find((user) => user.id === draft.actsAsUserId);
    if (options.templateUsers.length === 0)
      return (
        <Callout tone="warn" title="There is no template user yet">
          An impersonation token acts as a template user. Create one under{" "}
          <TextLink href="/users">Users</TextLink> first.
        </Callout>
      );
    return (
      <div className="grid gap-2">
        <Field label="User to impersonate" required error={problems("actsAsUserId")}>
          {(control) => (
            <Select
              {...control}
              value={draft.actsAsUserId}
              onChange={(event) => onChange({ actsAsUserId: event.target.value })}
            >
              <option value="">Choose a template user</option>
              {options.templateUsers.map((user) => (
                <option key={user.id} value={user.id}>
                  {user.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {chosen ? <PermissionList key={chosen.id} permissions={chosen.permissions} /> : null}
      </div>
    );
  }
  const isGiven = options.types.length === 1 && options.organizations.length === 1;
  if (rule.belongsTo === "organization" && !isGiven)
    return (
      <Field label="Organization" required error={problems("organizationId")}>
        {(control) => (
          <Select
            {...control}
            value={draft.organizationId}
            onChange={(event) => onChange({ organizationId: event.target.value })}
          >
            <option value="">Choose an organization</option>
            {options.organizations.map((organization) => (
              <option key={organization.id} value={organization.id}>
                {organization.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    );
  return null;
}
