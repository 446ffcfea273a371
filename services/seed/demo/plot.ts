import type { Plan } from "@/domain/access/plans";
import type { GatewayKind } from "@/domain/gateways/kinds";
import type { TokenType } from "@/domain/tokens/types";
import type { CastKey } from "@/services/seed/demo/cast";

/** What an account of the demo is made of. All ages are in days before now. */
export type Plot = {
  readonly key: string;
  readonly name: string;
  readonly plan: Plan;
  readonly licensedAssets: number;
  /** The account had more before: what the lower plan does not include is refused since. */
  readonly lowered?: { readonly from: Plan; readonly days: number };
  /** Age of the account; nobody joins and nothing is made before. */
  readonly age: number;
  /** First half of the office's addresses, "10.20". */
  readonly network: string;
  readonly members: readonly MemberPlot[];
  readonly templates: readonly TemplatePlot[];
  readonly organizations: readonly OrganizationPlot[];
  readonly gateways: readonly GatewayPlot[];
  readonly clients?: readonly ClientPlot[];
  readonly reviews?: readonly ReviewPlot[];
  readonly tokens: readonly TokenPlot[];
};

export type MemberPlot = {
  readonly who: CastKey;
  readonly role: "administrator" | "auditor" | "member";
  readonly age: number;
  /** Days since the membership was disabled. */
  readonly left?: number;
  readonly permissions?: readonly string[];
};

export type TemplatePlot = {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly age: number;
};
export type OrganizationPlot = {
  readonly name: string;
  readonly description?: string;
  readonly age: number;
};
export type GatewayPlot = {
  readonly name: string;
  readonly kind: GatewayKind;
  readonly by: CastKey;
  readonly age: number;
  readonly forDeployment?: true;
  /** Calls a day with missing, malformed or unknown tokens. */
  readonly strayPerDay: number;
};

export type ClientPlot = {
  readonly name: string;
  readonly notes?: string;
  readonly by: CastKey;
  readonly age: number;
  /** Days since it was disabled. */
  readonly disabled?: number;
  /** What calls with its tokens; left out for one that was never used. */
  readonly agent?: string;
};

export type ReviewPlot = {
  readonly name: string;
  /** Which tokens: those of a type that were active, or all of the type that somebody had created. */
  readonly of: { readonly type: TokenType; readonly createdBy?: CastKey };
  readonly by: CastKey;
  readonly reviewers: readonly CastKey[];
  readonly age: number;
  /** Days from its beginning until it is due. */
  readonly dueAfter: number;
  /** Days since it was signed; left out for one that runs. */
  readonly signed?: { readonly days: number; readonly by: CastKey; readonly statement: string };
  /** Days since reviewers were reminded. */
  readonly reminded?: number;
  /** Of a running one: the share that is still to be decided. */
  readonly undecided?: number;
};

/** What became of a token. Times in days before now, except where the name says otherwise. */
export type Fate =
  | { readonly kind: "used" }
  | { readonly kind: "never_used" }
  | { readonly kind: "idle"; readonly days: number }
  | { readonly kind: "disabled"; readonly days: number }
  | { readonly kind: "deleted"; readonly days: number }
  | { readonly kind: "rotating"; readonly hoursAgo: number; readonly graceSeconds: 3600 | 86_400 | 604_800 };

export type Shape = "office" | "steady" | "nightly" | "weekly" | "bursts";
export type Traffic = {
  readonly shape: Shape;
  readonly perDay: number;
  readonly agent: string;
  readonly callers?: number;
};

export type TokenPlot = {
  readonly name: string;
  readonly notes?: string;
  readonly type: TokenType;
  readonly by: CastKey;
  /** Name of a template user. */
  readonly actsAs?: string;
  readonly organization?: string;
  readonly age: number;
  readonly fate?: Fate;
  /** Days from now; negative for a token that has expired. */
  readonly expiresIn?: number;
  /** Rotated at once every so many days. */
  readonly rotates?: number;
  readonly traffic?: Traffic;
  readonly allow?: readonly string[];
  /** A verdict that turns up among its calls, with the share of calls. */
  readonly trouble?: {
    readonly verdict: "forbidden" | "ip_not_allowed" | "rate_limited" | "wrong_scheme";
    readonly share: number;
  };
};
