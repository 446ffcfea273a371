import type { ReactNode } from "react";

/** Around what a dialog of secrets holds: shortcuts of the page behind must not lead away from a secret that is still unsaved. */
export function KeysStay({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps keys from travelling on
    <div
      className="grid gap-4"
      onKeyDown={(event) => {
        if (event.key !== "Escape" && event.key !== "Tab") event.stopPropagation();
      }}
    >
      {children}
    </div>
  );
}
