import type { Plot, TokenPlot } from "@/services/seed/demo/plot";

const programs = ["Honeyrow EU", "Honeyrow North America", "Partner Perks", "Baltic Coffee Club"] as const;

const defaults: TokenPlot[] = programs.map((organization, index) => ({
  name: "Default key",
  notes: "Made with the program",
  type: "api_key",
  by: "claire",
  organization,
  age: 358 - index * 50,
  traffic: { shape: "office", perDay: 900 - index * 170, agent: "shop-plugin/3.4 php/8.3", callers: 2 },
}));

const stores = [
  "Vilnius",
  "Riga",
  "Tallinn",
  "Gdańsk",
  "Rostock",
  "Turku",
  "Malmö",
  "Aarhus",
  "Kiel",
  "Klaipėda",
] as const;

// Enough keys in one program to see its cap of 20 come near.
const counters: TokenPlot[] = stores.map((store, index) => ({
  name: `Point of sale ${store}`,
  notes: "One key per shop",
  type: "api_key",
  by: index % 2 === 0 ? "claire" : "rafael",
  organization: "Baltic Coffee Club",
  age: 200 - index * 14,
  ...(index === 3 ? { fate: { kind: "disabled", days: 12 } as const } : {}),
  ...(index === 8 ? { fate: { kind: "never_used" } as const } : {}),
  traffic: { shape: "office", perDay: 160 + index * 12, agent: "till/9.0", callers: 1 },
}));

/** A loyalty programme with an API key per integration, in the likeness of Zinrelo: organizations are programs. */
export const honeyrow: Plot = {
  key: "honeyrow",
  name: "Honeyrow Loyalty",
  plan: "professional",
  licensedAssets: 12_000,
  lowered: { from: "platform", days: 93 },
  age: 363,
  network: "10.53",
  members: [
    { who: "claire", role: "administrator", age: 363, permissions: ["*"] },
    { who: "rafael", role: "administrator", age: 310, permissions: ["members:*", "points:*"] },
    { who: "mina", role: "member", age: 140, permissions: ["points:read"] },
    { who: "olga", role: "auditor", age: 220 },
  ],
  templates: [{ name: "svc-campaigns", permissions: ["points:award", "members:read"], age: 330 }],
  organizations: programs.map((name, index) => ({
    name,
    description: index === 3 ? "Ten shops, one till each" : "",
    age: 360 - index * 50,
  })),
  gateways: [{ name: "edge-shop", kind: "nginx", by: "claire", age: 355, strayPerDay: 120 }],
  tokens: [
    ...defaults,
    ...counters,
    {
      name: "Shop plugin",
      notes: "Replaces the default key",
      type: "api_key",
      by: "rafael",
      organization: "Honeyrow EU",
      age: 90,
      traffic: { shape: "office", perDay: 620, agent: "shop-plugin/4.0 php/8.4", callers: 2 },
    },
    {
      name: "E-mail campaigns",
      type: "api_key",
      by: "claire",
      organization: "Honeyrow EU",
      age: 240,
      fate: { kind: "idle", days: 130 },
      traffic: { shape: "weekly", perDay: 200, agent: "mailer/2" },
    },
    {
      name: "Agency test",
      type: "api_key",
      by: "rafael",
      organization: "Honeyrow North America",
      age: 180,
      fate: { kind: "deleted", days: 95 },
      traffic: { shape: "bursts", perDay: 50, agent: "PostmanRuntime/7.43" },
    },
    {
      name: "Points importer",
      type: "organization",
      by: "rafael",
      organization: "Honeyrow North America",
      age: 160,
      rotates: 70,
      traffic: { shape: "nightly", perDay: 500, agent: "importer/1.2" },
    },
    {
      name: "Program set-up",
      notes: "Made programs for new partners; from when the account had Platform",
      type: "account",
      by: "rafael",
      age: 190,
      fate: { kind: "idle", days: 93 },
      traffic: { shape: "bursts", perDay: 35, agent: "setup-programs/1.0" },
    },
    {
      name: "Campaign engine",
      type: "impersonation",
      by: "claire",
      actsAs: "svc-campaigns",
      age: 270,
      rotates: 95,
      traffic: { shape: "bursts", perDay: 800, agent: "campaigns/6", callers: 2 },
    },
    {
      name: "Data share, finance",
      type: "export",
      by: "claire",
      organization: "Honeyrow EU",
      age: 150,
      expiresIn: 3,
      traffic: { shape: "nightly", perDay: 24, agent: "finance-jobs/5.1" },
    },
    {
      name: "Notebook",
      type: "personal",
      by: "mina",
      age: 52,
      traffic: { shape: "office", perDay: 34, agent: "python-httpx/0.28" },
    },
  ],
};
