/** A sentence in which words between backticks are code. */
export function MarkedText({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a constant text never move
      <code key={i} className="font-mono text-sm">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
