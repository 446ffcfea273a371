import { allowedVerdicts } from "@/e2e/cluster/checker/allowed-verdicts";
import type { Model } from "@/e2e/cluster/checker/linearize";

/** The answering node's own clock while an operation was under way, in milliseconds; wider by the margin for clocks. */
export type ClockRange = { readonly from: number; readonly to: number };

/** A question about one secret of one token; tokens and secrets are numbered as they were made. */
export type Verify = {
  readonly kind: "verify";
  readonly token: number;
  readonly secret: number;
  readonly permission: string | null;
  readonly clock: ClockRange;
  readonly verdict: string;
};

/** How a change was answered. `unknown`: not at all, or with what leaves open whether it happened. */
export type ChangeAnswer =
  | { readonly kind: "done"; readonly changed?: boolean; readonly graceUntil?: number | null }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "unknown" };

type ChangeInput =
  | { readonly kind: "create"; readonly token: number; readonly expiresAt: number | null }
  | { readonly kind: "disable" | "enable" | "revoke"; readonly token: number }
  /** `secret` null: the answer was lost, and the new secret with it. */
  | {
      readonly kind: "rotate";
      readonly token: number;
      readonly secret: number | null;
      readonly hasGrace: boolean;
    }
  | { readonly kind: "grant" | "withdraw"; readonly permissions: readonly string[] }
  | { readonly kind: "disable_user" | "enable_user" | "revoke_all" };

export type Change = ChangeInput & { readonly answer: ChangeAnswer; readonly clock: ClockRange };
export type TokenOperation = Verify | Change;

export type TokenState = {
  readonly isDeleted: boolean;
  readonly isDisabled: boolean;
  readonly expiresAt: number | null;
  /** The current secret, and the one that retires: null where there is none, or nobody knows it. */
  readonly current: number | null;
  readonly retiring: { readonly secret: number; readonly endsAt: number } | null;
};

/** A template user, the tokens that act as it, and the account token that manages them. Null: a token that is not made yet. */
export type GroupState = {
  readonly isControlAlive: boolean;
  readonly isUserActive: boolean;
  readonly permissions: readonly string[];
  readonly tokens: readonly (TokenState | null)[];
};

/** What Keydesk promises of a template user and its tokens, one action after the other (design §5). */
export function createTokenModel(permissions: readonly string[]): Model<GroupState, TokenOperation> {
  return {
    initial: { isControlAlive: true, isUserActive: true, permissions, tokens: [] },
    isRead: (op) => op.kind === "verify",
    identify: identifyGroup,
    effect: describeEffect,
    step(state, op) {
      if (op.kind !== "verify") return changeGroup(state, op);
      const token = state.tokens[op.token];
      return token && allowedVerdicts(state, token, op).includes(op.verdict) ? [state] : [];
    },
  };
}

function identifyGroup({ isControlAlive, isUserActive, permissions, tokens }: GroupState): string {
  let text = `${isControlAlive ? "c" : "-"}${isUserActive ? "u" : "-"}${permissions.join(" ")}`;
  for (const token of tokens) {
    text += token
      ? `;${token.isDeleted ? "x" : ""}${token.isDisabled ? "d" : ""}${token.current},${token.retiring?.secret}@${token.retiring?.endsAt}`
      : ";?";
  }
  return text;
}

function describeEffect(op: TokenOperation): string {
  switch (op.kind) {
    case "verify":
      return "";
    case "create":
      return `create ${op.token} ${op.expiresAt}`;
    case "rotate":
      return `rotate ${op.token} ${op.hasGrace}`;
    case "grant":
    case "withdraw":
      return op.permissions.join(" ");
    case "disable_user":
    case "enable_user":
    case "revoke_all":
      return op.kind;
    default:
      return `${op.kind} ${op.token}`;
  }
}

function changeGroup(state: GroupState, op: Change): readonly GroupState[] {
  const { answer } = op;
  if (answer.kind === "refused") return fitsRefusal(state, op, answer.code) ? [state] : [];
  // Whoever acts with a dead token does nothing.
  if (!state.isControlAlive) return [];
  const isKnown = answer.kind === "done";
  const toggled = (isChange: boolean, next: GroupState): readonly GroupState[] => {
    if (!isKnown) return isChange ? [next] : [];
    if (answer.changed !== isChange) return [];
    return [isChange ? next : state];
  };
  switch (op.kind) {
    case "create":
      return state.isUserActive && !state.tokens[op.token] ? [withNewToken(state, op)] : [];
    case "grant":
    case "withdraw": {
      const isChange = op.permissions.join(" ") !== state.permissions.join(" ");
      return toggled(isChange, { ...state, permissions: op.permissions });
    }
    case "disable_user":
      return toggled(state.isUserActive, { ...state, isUserActive: false });
    case "enable_user":
      return toggled(!state.isUserActive, { ...state, isUserActive: true });
    case "revoke_all": {
      const tokens = state.tokens.map((token) => token && revoked(token));
      return [{ ...state, isControlAlive: false, tokens }];
    }
  }
  const token = state.tokens[op.token];
  if (!token || token.isDeleted) return [];
  const put = (next: TokenState): GroupState => ({ ...state, tokens: state.tokens.with(op.token, next) });
  switch (op.kind) {
    case "disable":
      return toggled(!token.isDisabled, put({ ...token, isDisabled: true }));
    case "enable":
      return toggled(token.isDisabled, put({ ...token, isDisabled: false }));
    case "revoke":
      return [put(revoked(token))];
    case "rotate":
      return ends(token, op).map((endsAt) => put(rotated(token, op.secret, endsAt)));
  }
}

// A tombstone has neither secrets nor a switch: one state for all of them.
function revoked(token: TokenState): TokenState {
  return { ...token, isDeleted: true, isDisabled: false, current: null, retiring: null };
}

function withNewToken(state: GroupState, op: Extract<Change, { kind: "create" }>): GroupState {
  const tokens = [...state.tokens];
  // Others may have been made before it, or not at all.
  while (tokens.length < op.token) tokens.push(null);
  tokens[op.token] = {
    isDeleted: false,
    isDisabled: false,
    expiresAt: op.expiresAt,
    current: 0,
    retiring: null,
  };
  return { ...state, tokens };
}

function rotated(token: TokenState, current: number | null, endsAt: number | null): TokenState {
  const retiring = endsAt === null || token.current === null ? null : { secret: token.current, endsAt };
  return { ...token, current, retiring };
}

/** When the old secret ends: null at once. Without an answer, what the node's clock may have made of it. */
function ends(token: TokenState, op: Extract<Change, { kind: "rotate" }>): (number | null)[] {
  if (op.answer.kind === "done") return [op.answer.graceUntil ?? null];
  if (!op.hasGrace) return [null];
  return token.expiresAt === null ? [Number.POSITIVE_INFINITY] : [token.expiresAt, null];
}

/** Whether a change may have been refused with this code, and so done nothing. */
function fitsRefusal(state: GroupState, op: Change, code: string): boolean {
  if (code === "invalid_token") return !state.isControlAlive;
  if (!state.isControlAlive) return false;
  if (code === "token_deleted") return "token" in op && state.tokens[op.token]?.isDeleted === true;
  if (op.kind === "create" && code === "not_found") return !state.isUserActive;
  if (op.kind === "create" && code === "invalid_input")
    return op.expiresAt !== null && op.clock.to >= op.expiresAt;
  return op.kind === "revoke_all" && code === "confirmation_mismatch";
}
