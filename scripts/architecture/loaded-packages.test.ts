import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadedPackages, pageFiles } from "@/scripts/architecture/loaded-packages";

const root = fileURLToPath(new URL("../..", import.meta.url));

// What only forms and the palette need: 150 and 40 KB.
const late = ["zod", "react-hook-form", "@hookform/resolvers", "cmdk"];

// Their forms are what they are opened for. All others load theirs on demand (components/ui/dialog-on-demand.tsx).
const formPages = [
  "app/(desk)/account/security/page.tsx",
  "app/(desk)/organizations/[organizationId]/edit/page.tsx",
  "app/(public)/invitation/page.tsx",
  "app/(public)/reset/page.tsx",
  "app/(public)/set-up/page.tsx",
];

test("pages load what parses and holds forms only where they are one", () => {
  const pages = pageFiles(root);
  expect(pages).toEqual(expect.arrayContaining(formPages));
  const chains = pages
    .filter((page) => !formPages.includes(page))
    .flatMap((page) =>
      [...loadedPackages(root, page)]
        .filter(([name]) => late.includes(name))
        .map(([name, chain]) => [page, ...chain, name].join(" → ")),
    );
  expect(chains).toEqual([]);
});

test("the check sees what a page loads: forms of those that are one, and of no other kind what import() names", () => {
  for (const page of formPages) {
    expect([...loadedPackages(root, page).keys()], page).toEqual(
      expect.arrayContaining(["react", "zod", "react-hook-form", "@hookform/resolvers"]),
    );
  }
  const grid = loadedPackages(root, "app/(desk)/integrations/api-access/page.tsx");
  expect(grid.get("@tanstack/react-table")?.[0]).toMatch(/^components\//);
  expect([...grid.keys()]).toEqual(expect.arrayContaining(["nuqs", "radix-ui", "next"]));
});
