import type { FoundToken } from "@/components/tokens/token-actions";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

/** Says that the list is narrowed to the token whose secret was pasted, and whether that secret is still the present one. */
export function FoundNotice({
  found,
  ids,
  onClear,
}: {
  found: FoundToken | null;
  ids: readonly string[];
  onClear: () => void;
}) {
  if (ids.length === 0) return null;
  const known = found !== null && ids.includes(found.id);
  return (
    <Callout
      className="mb-3"
      role="status"
      tone={known && !found.current ? "warn" : "neutral"}
      action={
        <Button size="sm" onClick={onClear}>
          Show all tokens
        </Button>
      }
    >
      {known ? (
        <>
          The secret you pasted belongs to <strong className="wrap-anywhere">{found.name}</strong>
          {found.current ? "." : ": an old one, which has been replaced or destroyed."}
        </>
      ) : ids.length === 1 ? (
        "Only one token is shown."
      ) : (
        `Only ${ids.length} tokens are shown.`
      )}
    </Callout>
  );
}
