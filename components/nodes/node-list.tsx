import { formatCount } from "@/components/ui/format-count";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import type { NodeStatus } from "@/domain/nodes/node-status";

const kinds: Record<NodeStatus["kind"], string> = { api: "API", desk: "Desk" };
/** Usage is written each second: from here on something holds it up. */
const lagMsToTell = 5_000;

/** The deployment's processes, for operators: which run, and how. */
export function NodeList({ nodes, now }: { nodes: readonly NodeStatus[]; now: Date }) {
  return (
    <Section title="Processes">
      {nodes.length === 0 ? (
        <p className="text-muted">None has said yet that it runs.</p>
      ) : (
        <ul className="grid border-t">
          {nodes.map((node) => (
            <li
              key={node.id}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-0.5 border-b py-2.5"
            >
              <span className="wrap-anywhere min-w-0 flex-1 basis-60">
                {kinds[node.kind]} <span className="font-mono text-sm">{node.name}</span>{" "}
                <span className="text-muted text-sm">
                  {node.version === "unknown" ? null : node.version}
                  {node.usageLagMs >= lagMsToTell
                    ? ` usage ${formatCount(Math.round(node.usageLagMs / 1_000))} s behind`
                    : null}
                </span>
              </span>
              <State node={node} now={now} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function State({ node, now }: { node: NodeStatus; now: Date }) {
  if (!node.isLive) {
    return (
      <Status tone="bad">
        Gone, last seen <RelativeTime at={node.seenAt} now={now} />
      </Status>
    );
  }
  if (node.aloneSince !== null) return <Status tone="warn">Counts limits by itself</Status>;
  return (
    <Status tone="ok">
      Runs, started <RelativeTime at={node.startedAt} now={now} />
    </Status>
  );
}
