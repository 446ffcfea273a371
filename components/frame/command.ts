import type { FrameIconName } from "./frame-icon";

/** A line of the palette that leads somewhere; plain data, so the server can pass it. */
export type CommandLink = {
  id: string;
  label: string;
  href: string;
  icon?: FrameIconName;
  /** Small words at the right, such as where it leads. */
  note?: string;
  /** Other words that find it. */
  keywords?: readonly string[];
};

/** A line that does something on the page that is open. */
export type CommandAction = Omit<CommandLink, "href"> & { run: () => void; shortcut?: string };

export type Command = CommandLink | CommandAction;

export type CommandGroup = { heading: string; commands: readonly CommandLink[] };

/** Looks things up by name while one types; a server action. The text goes in a body, never in a URL. */
export type SearchCommands = (text: string) => Promise<readonly CommandLink[]>;
