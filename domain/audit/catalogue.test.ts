import { expect, test } from "vitest";
import { auditActionNames, auditActions, auditSentence, auditSentenceOfIt } from "@/domain/audit/catalogue";

const say = (
  action: string,
  details: Record<string, unknown> = {},
  targetName: string | null = "Nightly sync",
) =>
  auditSentence({ action, actorName: "A. Varga", targetName, details })
    .map((part) => part.text)
    .join("");

/** A value for every placeholder of a template. */
function filled(template: string): Record<string, unknown> {
  return Object.fromEntries([...template.matchAll(/\{(\w+)\}/g)].map((match) => [match[1], `<${match[1]}>`]));
}

test.each(auditActionNames)("%s has a sentence that names the actor and leaves no placeholder", (action) => {
  const whole = say(action, filled(auditActions[action]));
  expect(whole).toContain("A. Varga");
  expect(whole).not.toMatch(/[{}[\]]/);
  const bare = say(action);
  expect(bare).not.toMatch(/[{}[\]]/);
});

test("the catalogue's names are noun.verb", () => {
  for (const action of auditActionNames) expect(action).toMatch(/^[a-z_]+\.[a-z_]+$/);
});

test("a part in brackets is there only with its values", () => {
  expect(say("token.rotate", { graceUntil: "14:00" })).toBe(
    "A. Varga rotated Nightly sync; the old secret works until 14:00",
  );
  expect(say("token.rotate", { graceUntil: null })).toBe("A. Varga rotated Nightly sync");
});

test("lists are read as lists", () => {
  expect(say("token.edit", { changed: ["the name", "the notes"] })).toBe(
    "A. Varga changed the name, the notes of Nightly sync",
  );
});

test("where it is plain which token is meant, no sentence says “of it”", () => {
  const sayOfIt = (action: string, details: Record<string, unknown> = {}) =>
    auditSentenceOfIt({ action, actorName: "A. Varga", details })
      .map((part) => part.text)
      .join("");
  expect(sayOfIt("token.edit", { changed: ["the notes"] })).toBe("A. Varga changed its notes");
  expect(sayOfIt("token.edit", { changed: ["the name", "the allowed addresses"] })).toBe(
    "A. Varga changed its name, its allowed addresses",
  );
  expect(sayOfIt("token.rotate", { graceUntil: "14:00" })).toBe(
    "A. Varga rotated it; the old secret works until 14:00",
  );
  expect(sayOfIt("token.extend_rotation", { graceUntil: "14:00" })).toBe(
    "A. Varga let its old secret work until 14:00",
  );
  expect(sayOfIt("token.reveal")).toBe("A. Varga looked at its secret");
  expect(sayOfIt("token.make_default", { organization: "Headquarters" })).toBe(
    "A. Varga made it the default key of Headquarters",
  );
  for (const action of auditActionNames.filter((name) => name.startsWith("token."))) {
    expect(sayOfIt(action, filled(auditActions[action])), action).not.toMatch(/\bof it\b|[{}]/);
  }
});

test("a name that looks like a placeholder stays text, and only names are marked as such", () => {
  const parts = auditSentence({
    action: "token.disable",
    actorName: "{target}",
    targetName: "[{actor}]",
    details: {},
  });
  expect(parts).toEqual([
    { text: "{target}", name: true },
    { text: " disabled ", name: false },
    { text: "[{actor}]", name: true },
  ]);
});

test("an action of another version is shown by its name", () => {
  expect(say("token.teleport")).toBe("A. Varga: token.teleport");
});
