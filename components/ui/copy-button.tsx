"use client";

import { Check, Copy } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { type ComponentProps, type Ref, useRef, useState } from "react";
import { type ButtonLook, buttonClass } from "./button-class";
import { cn } from "./cn";
import { ManualCopy } from "./manual-copy";
import { findPortalHome } from "./portal-home";
import { Spinner } from "./spinner";
import { useCopy } from "./use-copy";

/**
 * Copies `text`, or what it resolves to once asked; null: nothing to copy, and somebody else says why. With `label` it is a
 * button with words, without it an icon whose name is `copyLabel`.
 * Where the browser refuses, a panel with the text selected opens instead; "Copied" is said only when it was.
 */
export function CopyButton({
  text,
  label,
  copyLabel = "Copy",
  variant = label ? "secondary" : "ghost",
  size = "sm",
  sticky,
  onCopied,
  className,
  ref,
  ...rest
}: Omit<ComponentProps<"button">, "children" | "onClick" | "ref"> & {
  text: string | (() => Promise<string | null>);
  label?: string;
  copyLabel?: string;
  variant?: ButtonLook["variant"];
  size?: "sm" | "md";
  /** Keep saying "Copied", as the secret dialog does. */
  sticky?: boolean;
  onCopied?: () => void;
  ref?: Ref<HTMLButtonElement>;
}) {
  const { state, copy, copyComing, markCopied, reset } = useCopy({ sticky, onCopied });
  const opener = useRef<HTMLButtonElement>(null);
  const [home, setHome] = useState<HTMLElement | null>(null);
  const [pending, setPending] = useState(false);
  // Held only while the browser makes the person press the keys.
  const [held, setHeld] = useState("");
  const forget = () => {
    setHeld("");
    reset();
  };
  async function start() {
    if (typeof text === "string") {
      setHeld(text);
      await copy(text);
      return;
    }
    if (pending) return;
    setPending(true);
    try {
      const { text: found, copied } = await copyComing(text());
      setHeld(copied ? "" : (found ?? ""));
    } finally {
      setPending(false);
    }
  }
  const copied = state === "copied";
  return (
    <Radix.Root open={state === "manual"} onOpenChange={(open) => !open && forget()}>
      <Radix.Anchor asChild>
        <button
          {...rest}
          ref={ref}
          type="button"
          onClick={(event) => {
            opener.current = event.currentTarget;
            setHome(findPortalHome(event.currentTarget));
            void start();
          }}
          aria-label={label ? undefined : copied ? "Copied" : copyLabel}
          title={label ? undefined : copyLabel}
          aria-busy={pending || undefined}
          className={cn(
            buttonClass({ variant, size: label ? size : size === "sm" ? "icon-sm" : "icon" }),
            copied && variant === "ghost" && "text-ok",
            className,
          )}
        >
          {label ? (
            // Both faces take their room, so the button does not change its width.
            <span className="grid [&>span]:col-start-1 [&>span]:row-start-1 [&>span]:flex [&>span]:items-center [&>span]:justify-center [&>span]:gap-2">
              <span className={cn(copied && "invisible")}>
                <Copy aria-hidden="true" className="icon" />
                {label}
              </span>
              <span className={cn(!copied && "invisible")}>
                <Check aria-hidden="true" className="icon" />
                Copied
              </span>
            </span>
          ) : pending ? (
            <Spinner />
          ) : copied ? (
            <Check aria-hidden="true" className="icon" />
          ) : (
            <Copy aria-hidden="true" className="icon" />
          )}
        </button>
      </Radix.Anchor>
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
      <Radix.Portal container={home}>
        <Radix.Content
          aria-label="Copy by keyboard"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).querySelector("textarea")?.focus();
          }}
          className="z-60 w-88 max-w-[calc(100vw-1rem)] rounded-xl border bg-raised p-3 shadow-float"
        >
          <ManualCopy
            text={held}
            onCopied={() => {
              setHeld("");
              markCopied();
            }}
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
