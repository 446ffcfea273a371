import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type SectionName, sectionNames } from "@/bench/verify/settings";

const titles: Readonly<Record<SectionName, string>> = {
  peers: "Beside others",
  verify: "What a verification costs",
  p99: "Latency at half of the maximum load",
  overload: "Overload",
  growth: "Growth",
  memory: "Memory under full load",
};

const preface = `# Verification, measured

Written by \`npm run bench\`; [README.md](README.md) says how to repeat it and what each number means. A section that a run
leaves out keeps what an earlier one found: each says when, where and of which commit.
`;

/** Replaces one section of the results and leaves the others as they are. */
export function keepSection(file: string, name: SectionName, run: string, body: string): void {
  const old = existsSync(file) ? readFileSync(file, "utf8") : "";
  const sections = new Map(sectionNames.map((one) => [one, readSection(old, one)]));
  sections.set(name, `## ${titles[name]}\n\n${body}\n\n${run}`);
  const parts = sectionNames.flatMap((one) => {
    const text = sections.get(one);
    return text ? [`${opening(one)}\n${text}\n${closing(one)}\n`] : [];
  });
  writeFileSync(file, [preface, ...parts].join("\n"));
}

const opening = (name: SectionName) => `<!-- section ${name} -->`;
const closing = (name: SectionName) => `<!-- end of ${name} -->`;

function readSection(text: string, name: SectionName): string | null {
  const from = text.indexOf(opening(name));
  const to = text.indexOf(closing(name));
  return from === -1 || to === -1 ? null : text.slice(from + opening(name).length, to).trim();
}
