import { browserVerifierCrypto } from "@/components/verify-page/browser-crypto";
import { answerReads } from "@/components/verify-page/browser-files";
import type { VerifyAnswer, VerifyRequest } from "@/components/verify-page/messages";
import { showReport } from "@/components/verify-page/show-report";
import { readPublicKeys } from "@/domain/audit/verify/public-keys";

/** The worker's program, put in by scripts/bootstrap/verify-page.mjs: the page is one file. */
declare const verifyWorkerSource: string;

const keyBytesMax = 65_536;
const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const key = element<HTMLTextAreaElement>("key");
const keyProblem = element("key-problem");
const list = element("list");
const verdict = element("verdict");
const results = element("results");
const verify = element<HTMLButtonElement>("verify");
const progress = element<HTMLProgressElement>("progress");

let chosen: File[] = [];
let worker: Worker | null = null;

const sizeOf = (bytes: number) =>
  bytes < 1_000_000
    ? `${Math.ceil(bytes / 1_000).toLocaleString("en")} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;

function showFiles(): void {
  list.replaceChildren(
    ...chosen.map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} (${sizeOf(file.size)})`;
      return item;
    }),
  );
}

// A key among the files is put where keys belong; the others wait for "Verify".
async function addFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) {
    const start = file.size <= keyBytesMax ? await file.text().catch(() => "") : "";
    if (start.includes("-----BEGIN ")) takeKey(start);
    else if (!chosen.some((one) => one.name === file.name && one.size === file.size)) chosen.push(file);
  }
  showFiles();
}

function takeKey(text: string): void {
  key.value = text.trim();
  checkKey();
}

function checkKey(): Uint8Array[] | null {
  const read =
    key.value.trim() === ""
      ? "Give the log's public key."
      : readPublicKeys(key.value, browserVerifierCrypto.sha256);
  const isWrong = typeof read === "string";
  keyProblem.textContent = isWrong ? read : "";
  keyProblem.hidden = !isWrong;
  key.setAttribute("aria-invalid", String(isWrong));
  return isWrong ? null : read;
}

function say(text: string, tone = ""): void {
  verdict.textContent = text;
  verdict.className = tone;
}

function end(): void {
  worker?.terminate();
  worker = null;
  verify.textContent = "Verify";
  element("progress-line").hidden = true;
}

function start(): void {
  results.replaceChildren();
  const keys = checkKey();
  if (keys === null) {
    say("The key is missing, or it is none.", "unchecked");
    key.focus();
    return;
  }
  if (chosen.length === 0) {
    say("Choose the files first.", "unchecked");
    return;
  }
  const address = URL.createObjectURL(new Blob([verifyWorkerSource], { type: "text/javascript" }));
  worker = new Worker(address);
  URL.revokeObjectURL(address);
  const total = chosen.reduce((sum, file) => sum + file.size, 0);
  verify.textContent = "Cancel";
  say("Verifying …");
  progress.value = 0;
  element("progress-line").hidden = false;
  worker.onmessage = ({ data }: MessageEvent<VerifyAnswer>) => {
    if (data.kind === "progress") {
      progress.value = total === 0 ? 1 : Math.min(1, data.bytes / total);
      element("progress-text").textContent =
        `${sizeOf(data.bytes)} of ${sizeOf(total)}, ${data.rows.toLocaleString("en")} rows`;
      return;
    }
    end();
    if (data.kind === "failed") say(data.message, "unchecked");
    else say(...showReport(data.report, results));
  };
  worker.onerror = () => {
    end();
    say("Could not be checked: the verifier itself failed.", "unchecked");
  };
  const readers = chosen.map(answerReads);
  const request: VerifyRequest = {
    given: { files: chosen.map((file, i) => ({ name: file.name, blob: file, reader: readers[i] })) },
    checkpoints: [],
    keys,
  };
  worker.postMessage(request, readers);
}

verify.addEventListener("click", () => {
  if (worker === null) return start();
  end();
  say("Cancelled.");
});
element("clear").addEventListener("click", () => {
  end();
  chosen = [];
  showFiles();
  results.replaceChildren();
  say("Nothing yet.");
});
key.addEventListener("change", checkKey);
element<HTMLInputElement>("files").addEventListener("change", ({ target }) => {
  const input = target as HTMLInputElement;
  void addFiles([...(input.files ?? [])]);
  input.value = "";
});
element<HTMLInputElement>("key-file").addEventListener("change", async ({ target }) => {
  const [file] = (target as HTMLInputElement).files ?? [];
  if (file !== undefined) takeKey(file.size <= keyBytesMax ? await file.text() : "");
  (target as HTMLInputElement).value = "";
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("over");
});
document.addEventListener("dragleave", () => document.body.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  void addFiles([...(event.dataTransfer?.files ?? [])]);
});
