import type { VerifyReport } from "@/domain/audit/verify/report";
import { describeFile, describeVerdict, verdictWords } from "@/domain/audit/verify/words";

/** Shows what was found of each file, as the command line tells it; answers the verdict over all, and its tone. */
export function showReport(report: VerifyReport, target: HTMLElement): [string, string] {
  target.replaceChildren(
    ...report.files.map((file) => {
      const item = document.createElement("li");
      item.className = file.verdict;
      const title = document.createElement("h3");
      title.textContent = file.file;
      const word = document.createElement("p");
      word.className = "word";
      word.textContent = verdictWords[file.verdict];
      const lines = describeFile(file).map((line) => {
        const text = document.createElement("p");
        text.textContent = line;
        return text;
      });
      item.append(title, word, ...lines);
      return item;
    }),
  );
  return [describeVerdict(report), report.verdict];
}
