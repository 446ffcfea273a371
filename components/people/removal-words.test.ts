import { expect, test } from "vitest";
import { firstTokensWords, keptWords, personWords, tokenWords } from "@/components/people/removal-words";
import type { UserRemovalFacts } from "@/domain/access/user-removal";

const nothing: UserRemovalFacts = {
  name: "Mel",
  email: "mel@example.test",
  sessions: 0,
  links: 0,
  tokens: 0,
  workingTokens: 0,
  firstTokens: [],
  calls: 0,
  addresses: 0,
  keptTokens: 0,
  keptClients: 0,
  firstClients: [],
  needsText: false,
};

test.each([
  [{}, "No token acts as them: no call will be refused.", null],
  [
    { tokens: 1, workingTokens: 1 },
    "1 token acts as them and is destroyed.",
    "It was not used in the last 7 days.",
  ],
  [
    { tokens: 1 },
    "1 token acts as them and is destroyed. It does not work now.",
    "It was not used in the last 7 days.",
  ],
  [
    { tokens: 3, workingTokens: 3 },
    "3 tokens act as them and are destroyed.",
    "None was used in the last 7 days.",
  ],
  [
    { tokens: 3, needsText: true },
    "3 tokens act as them and are destroyed. None of them works now.",
    "They were used in the last 7 days, though not in the last hour.",
  ],
  [
    { tokens: 1200, workingTokens: 1, needsText: true, calls: 214, addresses: 3 },
    "1,200 tokens act as them and are destroyed. 1 of them works now.",
    "They were used 214 times in the last hour from 3 addresses. Those calls will be refused.",
  ],
  [
    { tokens: 2, workingTokens: 2, needsText: true, calls: 1, addresses: 1 },
    "2 tokens act as them and are destroyed.",
    "They were used 1 time in the last hour from 1 address. Those calls will be refused.",
  ],
])("tokens that end are counted in words: %o", (facts, ends, use) => {
  expect(tokenWords({ ...nothing, ...facts }, "person")).toMatchObject({ ends, use });
});

test("a template user is an it", () => {
  expect(tokenWords(nothing, "template").ends).toBe("No token acts as it: no call will be refused.");
});

test("tokens are named as far as they were looked up, and the rest is counted", () => {
  const now = new Date("2026-06-15T10:30:00Z");
  const firstTokens = [
    { name: "Nightly", lastUsedAt: new Date("2026-06-15T10:28:00Z") },
    { name: "Old", lastUsedAt: null },
  ];
  const words = (tokens: number) => firstTokensWords({ ...nothing, firstTokens, tokens }, now);
  expect(words(2)).toBe("Nightly (2 minutes ago), Old (never used)");
  expect(words(5)).toBe("Nightly (2 minutes ago), Old (never used) and 3 more");
});

test("sessions and links are told in the number that there is", () => {
  expect(personWords(nothing)).toEqual(["They are not signed in here now."]);
  expect(personWords({ ...nothing, sessions: 1, links: 1 })).toEqual([
    "1 open session of theirs in this account ends at once.",
    "1 one-time link made by them or for them stops working.",
  ]);
  expect(personWords({ ...nothing, sessions: 2, links: 2 })).toEqual([
    "2 open sessions of theirs in this account end at once.",
    "2 one-time links made by them or for them stop working.",
  ]);
});

test("what goes on of what they made is told in the number that there is", () => {
  expect(keptWords(nothing)).toEqual({ tokens: null, clients: null });
  expect(keptWords({ ...nothing, keptTokens: 1, keptClients: 1 })).toEqual({
    tokens: "1 other token that they made goes on working.",
    clients: "1 API client that they made stays. They were shown its secret: rotate it.",
  });
  expect(keptWords({ ...nothing, keptTokens: 1200, keptClients: 2 })).toEqual({
    tokens: "1,200 other tokens that they made go on working.",
    clients: "2 API clients that they made stay. They were shown the secrets: rotate them.",
  });
});
