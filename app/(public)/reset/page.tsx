import type { Metadata } from "next";
import { openResetAction, resetPasswordAction } from "@/app/(public)/reset/actions";
import { Reset } from "@/components/forms/reset-form";

export const metadata: Metadata = { title: "New password" };

export default function ResetPage() {
  return <Reset open={openResetAction} reset={resetPasswordAction} />;
}
