import type { ReactNode } from "react";
import { requireDesk } from "@/app/desk-context";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  await requireDesk();
  return <main>{children}</main>;
}
