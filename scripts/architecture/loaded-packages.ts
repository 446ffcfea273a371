import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "vite";

type Node = { type: string; [key: string]: unknown };
type Module = { boundary: "client" | "server" | null; imports: string[] };

/** What Next.js puts around a page, in the page's folder and those above it. */
const around = ["layout", "template", "error", "loading", "not-found", "forbidden"];

/**
 * Packages that a browser loads with a page, before anything on it is used: those that client modules of the page and of what lies
 * around it import, directly or through others. What `import()` names comes later and does not count, nor do types.
 * @param root where `app/` lies
 * @param page the page's file, from the root
 * @returns for each package the chain of files that leads to it
 */
export function loadedPackages(root: string, page: string): Map<string, readonly string[]> {
  const client = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const server = [page, ...filesAround(root, page)];
  for (const file of server) {
    if (seen.has(file)) continue;
    seen.add(file);
    const { boundary, imports } = moduleAt(root, file);
    if (boundary === "client") client.set(file, [file]);
    // Below these rooms nothing is for the browser unless a client module asks for it.
    else server.push(...ownFiles(root, file, imports).filter((each) => /^(app|components)\//.test(each)));
  }
  const found = new Map<string, readonly string[]>();
  for (const [file, chain] of client) {
    const { boundary, imports } = moduleAt(root, file);
    // A client module gets references to server actions, not their code.
    if (boundary === "server") continue;
    for (const next of ownFiles(root, file, imports)) {
      if (!client.has(next)) client.set(next, [...chain, next]);
    }
    for (const name of imports.filter((each) => !isOwn(each))) {
      const packageName = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
      if (!found.has(packageName)) found.set(packageName, chain);
    }
  }
  return found;
}

/** Every page of the desk, from the root. */
export function pageFiles(root: string): string[] {
  return readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
    .map((file) => `app/${file.split(path.sep).join("/")}`)
    .filter((file) => file.endsWith("/page.tsx"))
    .sort();
}

function filesAround(root: string, page: string): string[] {
  const folders = page.split("/").slice(0, -1);
  return folders
    .flatMap((_, at) => around.map((name) => `${folders.slice(0, at + 1).join("/")}/${name}.tsx`))
    .filter((file) => existsSync(path.join(root, file)));
}

const modules = new Map<string, Module>();

function moduleAt(root: string, file: string): Module {
  const place = path.join(root, file);
  const known = modules.get(place) ?? readModule(file, readFileSync(place, "utf8"));
  modules.set(place, known);
  return known;
}

function readModule(file: string, source: string): Module {
  const body = (parseSync(file, source).program as unknown as { body: Node[] }).body;
  const directives = body.map((node) => node.directive);
  return {
    boundary: directives.includes("use client")
      ? "client"
      : directives.includes("use server")
        ? "server"
        : null,
    imports: body.filter(isLoaded).map((node) => (node.source as { value: string }).value),
  };
}

function isLoaded(node: Node): boolean {
  if (!node.source || node.importKind === "type" || node.exportKind === "type") return false;
  const specifiers = (node.specifiers ?? []) as Node[];
  return (
    specifiers.length === 0 || specifiers.some((each) => (each.importKind ?? each.exportKind) !== "type")
  );
}

const isOwn = (name: string) => name.startsWith("@/") || name.startsWith(".");

function ownFiles(root: string, from: string, imports: readonly string[]): string[] {
  return imports.filter(isOwn).flatMap((name) => {
    const target = name.startsWith("@/") ? name.slice(2) : path.posix.join(path.posix.dirname(from), name);
    return [`${target}.ts`, `${target}.tsx`].filter((file) => existsSync(path.join(root, file))).slice(0, 1);
  });
}
