import { Callout } from "@/components/ui/callout";
import { DateTime } from "@/components/ui/relative-time";
import type { NodeNotice } from "@/domain/nodes/node-status";

const titles: Record<NodeNotice["kind"], string> = {
  alone: "Redis is away: limits are not shared",
  apart: "Limits are not shared",
  no_api: "No API process runs",
};

/** What is not as it should be with the deployment's processes, above everything else; nothing while all is well. */
export function NodeNotices({ notices }: { notices: readonly NodeNotice[] }) {
  if (notices.length === 0) return null;
  return (
    <div className="mb-5 grid gap-2">
      {notices.map((notice) => (
        <Callout
          key={notice.kind}
          role="status"
          tone={notice.kind === "no_api" ? "bad" : "warn"}
          title={titles[notice.kind]}
        >
          <Sentence notice={notice} />
        </Callout>
      ))}
    </div>
  );
}

function Sentence({ notice }: { notice: NodeNotice }) {
  if (notice.kind === "no_api") {
    return (
      <>
        None was seen since <DateTime at={notice.since} precision="minute" />. Tokens cannot be verified.
      </>
    );
  }
  const { names, of } = notice;
  const isOne = names.length === 1;
  // Those that count by themselves, and the others together.
  const times = names.length + (names.length < of ? 1 : 0);
  const most = times === 1 ? null : ` An account may make up to ${times} times its calls a minute meanwhile.`;
  if (notice.kind === "apart") {
    return (
      <>
        {who(names, of)} {isOne ? "was" : "were"} started without REDIS_URL and {isOne ? "counts" : "count"}{" "}
        by {isOne ? "itself" : "themselves"}.{most}
      </>
    );
  }
  return (
    <>
      {who(names, of)} {isOne ? "counts" : "count"} by {isOne ? "itself" : "themselves"} since{" "}
      <DateTime at={notice.since} precision="minute" />, until Redis answers again.{most}
    </>
  );
}

// Only operators are told names; for others they are empty.
function who(names: readonly string[], of: number): string {
  const share =
    names.length === of
      ? of === 1
        ? "The API process"
        : `All ${of} API processes`
      : `${names.length} of ${of} API processes`;
  return names.every((name) => name !== "") ? `${share} (${names.join(", ")})` : share;
}
