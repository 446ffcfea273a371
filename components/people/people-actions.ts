import type { Role } from "@/domain/access/actions";
import type { Changed, HandedLink } from "@/domain/access/people-views";
import type { UserRemovalFacts } from "@/domain/access/user-removal";
import type { Result } from "@/domain/result";

/** What pages about people can have done; server actions, handed down by the page. */
export type PeopleActions = {
  readonly invite: (input: {
    email: string;
    role: Role;
    permissions: string[];
  }) => Promise<Result<HandedLink>>;
  readonly cancelInvitation: (input: { invitationId: string }) => Promise<Result<{ id: string }>>;
  readonly changeRole: (input: { userId: string; role: Role }) => Promise<Result<Changed>>;
  readonly changePermissions: (input: {
    userId: string;
    permissions: string[];
    expected: readonly string[];
  }) => Promise<Result<Changed>>;
  readonly disable: (input: { userId: string }) => Promise<Result<Changed & { sessionsEnded: number }>>;
  readonly enable: (input: { userId: string }) => Promise<Result<Changed>>;
  readonly loadRemovalFacts: (userId: string) => Promise<Result<UserRemovalFacts>>;
  readonly remove: (input: {
    userId: string;
    confirmation?: string;
  }) => Promise<Result<{ id: string; tokens: number; sessionsEnded: number }>>;
  readonly endSessions: (input: { userId: string }) => Promise<Result<{ id: string; count: number }>>;
  readonly resetSecondFactors: (input: {
    userId: string;
  }) => Promise<Result<{ id: string; sessions: number }>>;
  readonly makeResetLink: (input: { userId: string }) => Promise<Result<HandedLink>>;
  readonly createTemplate: (input: {
    name: string;
    permissions: string[];
  }) => Promise<Result<{ id: string }>>;
  readonly renameTemplate: (input: { userId: string; name: string }) => Promise<Result<Changed>>;
};

/** The roles in words, for choosing one. */
export const roleWords: Record<Role, { readonly label: string; readonly description: string }> = {
  administrator: {
    label: "Administrator",
    description: "Manages tokens, users and organizations of this account.",
  },
  auditor: {
    label: "Auditor",
    description: "Reads everything but secrets, and exports. Changes nothing.",
  },
  member: { label: "Member", description: "Has own personal tokens, and sees nothing else." },
};
