"use client";

import type { GenerateDraft } from "@/components/tokens/generate/draft";
import { PermissionList } from "@/components/tokens/permission-list";
import { ButtonLink } from "@/components/ui/button-link";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
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

/** What a new account does first: without a template user no impersonation token can be chosen. Nothing where there is one. */
export function NoTemplateUser({ options }: { options: TokenCreationOptions }) {
  const isOffered = options.types.some(({ type }) => typeRule(type).actsAs === "template_user");
  if (!isOffered || options.templateUsers.length > 0) return null;
  return (
    <Callout
      title="An impersonation token needs a template user"
      action={
        <ButtonLink href="/users/templates" size="sm">
          Create a template user
        </ButtonLink>
      }
    >
      It never signs in. It has the permissions that the token is to have.
    </Callout>
  );
}
