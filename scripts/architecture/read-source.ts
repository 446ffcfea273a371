import { parseSync } from "vite";

export type SourceFacts = {
  /** Every module that the file names: import, export … from, import(), import("…").T, require(). */
  imports: string[];
  readsEnvironment: boolean;
  /** True when the file does nothing but pass on what other files export. */
  isBarrel: boolean;
};

type Node = { type: string; [key: string]: unknown };

/** Parses a source file; comments and strings that only look like imports do not count. */
export function readSource(file: string, source: string): SourceFacts {
  const parsed = parseSync(file, source);
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message}`);
  const program = parsed.program as unknown as Node & { body: Node[] };
  const facts: SourceFacts = { imports: [], readsEnvironment: false, isBarrel: isBarrel(program.body) };
  walk(program, (node) => {
    const named = moduleNamedBy(node);
    if (named !== null) facts.imports.push(named);
    if (readsEnvironment(node)) facts.readsEnvironment = true;
  });
  return facts;
}

function moduleNamedBy(node: Node): string | null {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return literal(node.source as Node | null);
    case "TSExternalModuleReference":
      return literal(node.expression as Node);
    case "CallExpression":
      return isNamed(node.callee, "require") ? literal((node.arguments as Node[])[0] ?? null) : null;
    default:
      return null;
  }
}

/** `process.env`, `process["env"]`, `const { env } = process`, `import { env } from "node:process"`. */
function readsEnvironment(node: Node): boolean {
  if (node.type === "MemberExpression") {
    const property = node.property as Node;
    const isEnv = node.computed ? literal(property) === "env" : isNamed(property, "env");
    return isEnv && isNamed(node.object, "process");
  }
  if (node.type === "VariableDeclarator") {
    return isNamed(node.init, "process") && (node.id as Node).type === "ObjectPattern";
  }
  if (node.type === "ImportDeclaration" && /^(node:)?process$/.test(literal(node.source as Node) ?? "")) {
    return (node.specifiers as Node[]).some(
      (one) => one.type !== "ImportSpecifier" || isNamed(one.imported, "env"),
    );
  }
  return false;
}

function isBarrel(body: Node[]): boolean {
  const passes = (node: Node) =>
    node.type === "ExportAllDeclaration" || (node.type === "ExportNamedDeclaration" && node.source !== null);
  return body.length > 0 && body.every(passes);
}

function isNamed(node: unknown, name: string): boolean {
  return (node as Node | null)?.type === "Identifier" && (node as Node).name === name;
}

function literal(node: Node | null): string | null {
  return node?.type === "Literal" && typeof node.value === "string" ? node.value : null;
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === "object" && child !== null && typeof child.type === "string") walk(child, visit);
    }
  }
}
