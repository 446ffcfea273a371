import { KeyRound } from "lucide-react";
import Link from "next/link";

/** Name and mark; a way home. */
export function Brand({ href }: { href: string }) {
  return (
    <Link
      href={href}
      className="inline-flex w-fit items-center gap-2.5 rounded-md font-semibold tracking-[-0.01em]"
    >
      <span className="grid size-5.5 place-items-center rounded-md bg-ink text-page forced-colors:border">
        <KeyRound aria-hidden="true" className="size-3.5 stroke-2" />
      </span>
      Keydesk
    </Link>
  );
}
