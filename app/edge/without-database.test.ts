import { afterEach, expect, it } from "vitest";
import { markReached } from "@/app/edge/attempts";
import { type OpenEdge, openEdge } from "@/app/edge/testing/open-edge";

let edge: OpenEdge;
let passed = 0;
let state: "there" | "in_doubt" | "away" = "there";
let status = 200;
afterEach(() => edge.close());

async function open() {
  [passed, state, status] = [0, "there", 200];
  edge = await openEdge(
    (request, response) => {
      passed += 1;
      markReached(String(request.headers["x-keydesk-attempt"]));
      response.statusCode = status;
      response.end("of the application");
    },
    { database: () => ({ isAway: () => state === "away", isInDoubt: () => state !== "there" }) },
  );
}
const page = { headers: { accept: "text/html,*/*" } };
const form = {
  method: "POST",
  headers: { "next-action": "a", "content-type": "text/plain;charset=UTF-8" },
  body: "[]",
};

it("while the database is away a page is refused at once, in words, and loads again by itself", async () => {
  await open();
  state = "away";
  const answer = await fetch(`${edge.url}/users`, page);
  expect([answer.status, passed]).toEqual([503, 0]);
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(answer.headers.get("refresh")).toBe("2");
  const text = await answer.text();
  expect(text).toContain("<h1>The database does not answer</h1>");
  expect(text).not.toMatch(/prisma|stack|at .*:\d+:\d+/i);
});

it("a form is refused too, in a form that programs read, and is not sent again by itself", async () => {
  await open();
  state = "away";
  const answer = await fetch(`${edge.url}/users`, form);
  expect([answer.status, answer.headers.get("refresh"), passed]).toEqual([503, null, 0]);
  expect(await answer.json()).toMatchObject({ code: "database_unavailable" });
});

it("what failed for the database's sake is answered so, page and form", async () => {
  await open();
  [state, status] = ["in_doubt", 500];
  expect((await fetch(`${edge.url}/users`, page)).status).toBe(503);
  expect((await fetch(`${edge.url}/users`, form)).status).toBe(503);
  expect(passed).toBe(2);
});

it("a failure while the database answers, and whatever is no failure, is left as it is", async () => {
  await open();
  status = 500;
  expect((await fetch(`${edge.url}/users`, page)).status).toBe(500);
  [state, status] = ["in_doubt", 200];
  expect(await (await fetch(`${edge.url}/users`, page)).text()).toBe("of the application");
  expect(await (await fetch(`${edge.url}/users`, form)).text()).toBe("of the application");
});

it("files and the pages of error codes need no database", async () => {
  await open();
  state = "away";
  for (const path of ["/_next/static/x.js", "/docs/errors/database_unavailable"])
    expect((await fetch(edge.url + path, page)).status, path).toBe(200);
});
