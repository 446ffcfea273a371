import { wordsOf } from "@/components/audit/event-sentence";

/** A value out of an event's details, as people read it. */
export function EventValue({ value }: { value: unknown }) {
  const words = wordsOf(value);
  if (words === null || words === undefined || words === "") return <span className="text-muted">none</span>;
  if (Array.isArray(words)) {
    return words.length === 0 ? <span className="text-muted">none</span> : words.map(String).join(", ");
  }
  if (typeof words === "boolean") return words ? "yes" : "no";
  if (typeof words === "object" && Object.keys(words).length === 0)
    return <span className="text-muted">none</span>;
  if (typeof words === "object") return <code className="font-mono">{JSON.stringify(words)}</code>;
  return <span className="whitespace-pre-wrap">{String(words)}</span>;
}
