import { expect, test } from "vitest";
import { actions } from "@/domain/access/actions";
import { attemptWords } from "@/domain/audit/attempt-words";

test("every action that somebody can be refused is told in words", () => {
  for (const action of Object.keys(actions)) expect(attemptWords(action)).toMatch(/^[a-z]+( [A-Za-z-]+)+$/);
  expect(attemptWords("gateway.view")).toBe("view gateways");
  expect(attemptWords("user.change_role")).toBe("change roles of users");
  expect(attemptWords("token.revoke_all")).toBe("revoke all tokens");
});

test("what is no action is left as it is", () => {
  expect(attemptWords("Everything at once")).toBe("Everything at once");
});
