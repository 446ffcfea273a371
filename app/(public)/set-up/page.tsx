import type { Metadata } from "next";
import { completeSetUpAction, openSetUpAction } from "@/app/(public)/set-up/actions";
import { SetUp } from "@/components/forms/set-up-form";

export const metadata: Metadata = { title: "Set up" };

export default function SetUpPage() {
  return <SetUp open={openSetUpAction} complete={completeSetUpAction} />;
}
