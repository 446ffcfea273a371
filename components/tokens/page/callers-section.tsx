import { formatCount } from "@/components/ui/format-count";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { mergeCallers } from "@/domain/tokens/merge-callers";
import type { TokenCallerView } from "@/domain/tokens/token-views";

/** Which application uses the token: address, agent, when, how often. */
export function CallersSection({ callers, now }: { callers: readonly TokenCallerView[]; now: Date }) {
  return (
    <Section title="Callers">
      {callers.length === 0 ? (
        <p className="text-muted">Nobody has called with it yet.</p>
      ) : (
        <Table label="Addresses and agents">
          <thead>
            <tr>
              <Th>Address</Th>
              <Th className="max-sm:hidden">Agent</Th>
              <Th>Last call</Th>
              <Th numeric>Calls</Th>
            </tr>
          </thead>
          <tbody>
            {mergeCallers(callers).map((caller) => (
              <tr key={`${caller.ip} ${caller.agent} ${caller.oldSecret}`}>
                <Td className="wrap-anywhere">
                  <code className="font-mono text-sm sm:whitespace-nowrap">{caller.ip}</code>
                  <span className="block text-muted text-sm sm:hidden">{agentOf(caller)}</span>
                </Td>
                <Td className="wrap-anywhere min-w-40 text-muted max-sm:hidden">{agentOf(caller)}</Td>
                <Td className="whitespace-nowrap">
                  <RelativeTime at={caller.lastSeenAt} now={now} capital />
                </Td>
                <Td numeric>{formatCount(caller.total)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function agentOf({ agent, oldSecret }: ReturnType<typeof mergeCallers>[number]): string {
  return `${agent || "–"}${oldSecret ? " · old secret" : ""}`;
}
