import type { OrganizationDeletionFacts } from "@/domain/access/organization-views";
import type { Result } from "@/domain/result";

/** What pages about organizations can have done; server actions, handed down by the page. */
export type OrganizationActions = {
  readonly create: (input: { name: string; description: string }) => Promise<Result<{ id: string }>>;
  readonly edit: (input: {
    organizationId: string;
    name?: string;
    description?: string;
  }) => Promise<Result<unknown>>;
  readonly loadDeletionFacts: (organizationId: string) => Promise<Result<OrganizationDeletionFacts>>;
  /** `confirmation` is the organization's name, typed. */
  readonly remove: (organizationId: string, confirmation: string) => Promise<Result<unknown>>;
};
