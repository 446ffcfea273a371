import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const sources = "components/verify-page";

/**
 * The verifier for auditors as one HTML file that needs no network, and its worker for the desk. Built of the modules that the command
 * line uses.
 * @param {string} root
 * @param {typeof import("esbuild").build} build
 */
export async function buildVerifyPage(root, build) {
  /** @param {string} entry @param {Record<string, string>} define */
  const bundle = async (entry, define = {}) => {
    const result = await build({
      absWorkingDir: root,
      entryPoints: [`${sources}/${entry}`],
      bundle: true,
      write: false,
      format: "iife",
      platform: "browser",
      target: "es2022",
      minify: true,
      legalComments: "none",
      charset: "ascii",
      logLevel: "silent",
      define,
      plugins: [withoutTranslations],
    });
    return result.outputFiles[0]?.text ?? "";
  };
  /** @param {string} file */
  const read = (file) => readFileSync(path.join(root, sources, file), "utf8");
  const worker = await bundle("verify-worker.ts");
  const page = await bundle("page.ts", { verifyWorkerSource: JSON.stringify(worker) });
  // Nothing in the program may end the element that it stands in.
  const script = page.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  const style = read("page.css").trim();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  // By functions: a replacement's text may hold "$&".
  const html = read("page.html")
    .replace("POLICY", () => policy)
    .replace("<!--style-->", () => `<style>${style}</style>`)
    .replace("<!--script-->", () => `<script>${script}</script>`);
  mkdirSync(path.join(root, "public"), { recursive: true });
  writeFileSync(path.join(root, "public/verify.html"), html);
  writeFileSync(path.join(root, "public/verify-worker.js"), worker);
}

/**
 * zod brings its messages in fifty languages along: half of the page.
 * @type {import("esbuild").Plugin}
 */
const withoutTranslations = {
  name: "without-translations",
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export {};",
    }));
  },
};

/** @param {string} text */
function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
