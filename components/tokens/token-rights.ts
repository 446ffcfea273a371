/** What the viewer may do with tokens; the server decides again. */
export type TokenRights = {
  readonly create: boolean;
  readonly rotate: boolean;
  readonly edit: boolean;
  readonly toggle: boolean;
  readonly remove: boolean;
  readonly revokeAll: boolean;
  readonly export: boolean;
};
