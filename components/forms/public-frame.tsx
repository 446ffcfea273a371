import type { ReactNode } from "react";
import { Brand } from "@/components/frame/brand";

/** The page around forms that nobody needs to be signed in for: one column, the product's name above it. */
export function PublicFrame({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-96 content-start gap-8 px-4 pt-[12dvh] pb-12">
      <Brand href="/" />
      {children}
    </main>
  );
}

/** The heading of such a page, and a sentence of what to do. */
export function PublicHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="grid gap-1">
      <h1 className="text-title">{title}</h1>
      {children ? <p className="text-muted">{children}</p> : null}
    </div>
  );
}
