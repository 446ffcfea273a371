"use client";

import { Command as Cmdk } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { useRef, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { scrimClass } from "@/components/ui/scrim-class";
import { Spinner } from "@/components/ui/spinner";
import { staysOffline } from "@/components/ui/stays-offline";
import { useFocusBack } from "@/components/ui/use-focus-back";
import type { Command, CommandGroup, SearchCommands } from "./command";
import { FrameIcon } from "./frame-icon";
import { useCurrentPageCommands } from "./page-commands";
import { useCommandSearch } from "./use-command-search";

const groupClass =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-sm";

/** Go anywhere, do what this page can do, find things by name. */
export function CommandPalette({
  groups,
  search,
  onClose,
}: {
  groups: readonly CommandGroup[];
  search?: SearchCommands;
  onClose: () => void;
}) {
  const router = useRouter();
  const [text, setText] = useState("");
  const pageCommands = useCurrentPageCommands();
  const focusBack = useFocusBack(false);
  const hasRun = useRef(false);
  const { results, searching, failed } = useCommandSearch(search, text);

  // What the page itself does is said once, with its shortcut.
  const isNotOnPage = (command: Command) => pageCommands.every((own) => own.label !== command.label);
  const run = (command: Command) => {
    hasRun.current = true;
    onClose();
    // After the palette has gone: an action may open a dialog that takes the focus.
    if ("run" in command) setTimeout(command.run);
    else if (!staysOffline()) router.push(command.href);
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={scrimClass} />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusBack.note}
          onCloseAutoFocus={(event) => {
            // What a command opens has the focus then.
            if (!hasRun.current) focusBack.onCloseAutoFocus(event);
          }}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-150 animate-rise overflow-hidden rounded-2xl border bg-raised shadow-dialog outline-none"
        >
          <Radix.Title className="sr-only">Search or run a command</Radix.Title>
          <Cmdk label="Commands" loop>
            <div className="flex items-center gap-2.5 border-b px-3.5">
              {searching ? (
                <Spinner className="text-muted" />
              ) : (
                <Search aria-hidden="true" className="icon text-muted" />
              )}
              <Cmdk.Input
                value={text}
                onValueChange={setText}
                placeholder="Search or run a command"
                className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Cmdk.List className="max-h-[min(24rem,60dvh)] overflow-y-auto overscroll-contain p-1.5">
              <Cmdk.Empty className="px-2.5 py-6 text-center text-muted">
                {searching ? "Searching…" : "Nothing goes by that name."}
              </Cmdk.Empty>
              {failed ? (
                <p className="px-2.5 py-2 text-bad text-sm">
                  The search did not answer. Type again to retry.
                </p>
              ) : null}
              {pageCommands.length > 0 ? (
                <Cmdk.Group heading="On this page" className={groupClass}>
                  {pageCommands.map((command) => (
                    <Line key={command.id} command={command} onRun={run} />
                  ))}
                </Cmdk.Group>
              ) : null}
              {results.length > 0 ? (
                <Cmdk.Group heading="Found" forceMount className={groupClass}>
                  {results.map((command) => (
                    <Line key={command.id} command={command} onRun={run} found />
                  ))}
                </Cmdk.Group>
              ) : null}
              {groups.map((group) => (
                <Cmdk.Group key={group.heading} heading={group.heading} className={groupClass}>
                  {group.commands.filter(isNotOnPage).map((command) => (
                    <Line key={command.id} command={command} onRun={run} />
                  ))}
                </Cmdk.Group>
              ))}
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** `found` lines were matched by the server, so the palette's own filter leaves them. */
function Line({
  command,
  onRun,
  found,
}: {
  command: Command;
  onRun: (command: Command) => void;
  found?: boolean;
}) {
  return (
    <Cmdk.Item
      value={command.id}
      keywords={[command.label, ...(command.keywords ?? [])]}
      forceMount={found}
      onSelect={() => onRun(command)}
      className="flex cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-2 aria-selected:bg-hover pointer-coarse:py-3 forced-colors:aria-selected:outline-2"
    >
      <FrameIcon name={command.icon ?? "search"} className="icon text-muted" />
      <span className="min-w-0 flex-1 truncate">{command.label}</span>
      {command.note ? <span className="truncate text-muted text-sm">{command.note}</span> : null}
      {"run" in command && command.shortcut ? <Kbd>{command.shortcut}</Kbd> : null}
    </Cmdk.Item>
  );
}
