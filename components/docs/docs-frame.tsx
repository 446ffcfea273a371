import type { ReactNode } from "react";
import { Brand } from "@/components/frame/brand";
import { TextLink } from "@/components/ui/text-link";

/** The page around documentation that anybody may read: the product's name, the chapters, one column. */
export function DocsFrame({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-3xl content-start gap-8 px-4 pt-6 pb-16 sm:px-6">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <Brand href="/" />
        <nav aria-label="Documentation" className="flex flex-wrap gap-x-5 gap-y-1">
          <TextLink href="/docs/errors">Error codes</TextLink>
          <ApiDocsLink>API documentation</ApiDocsLink>
        </nav>
      </header>
      <main className="grid min-w-0 grid-cols-1 gap-8">{children}</main>
    </div>
  );
}

/** The way to the API's own page, which another process serves: a whole page, never a part of this one. */
export function ApiDocsLink({ children }: { children: ReactNode }) {
  return (
    <a
      href="/api/docs"
      className="rounded-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-current"
    >
      {children}
    </a>
  );
}
