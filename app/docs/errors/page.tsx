import { STATUS_CODES } from "node:http";
import type { Metadata } from "next";
import { ErrorIndex } from "@/components/docs/error-index";

export const metadata: Metadata = { title: "Error codes" };

export default function ErrorIndexPage() {
  return <ErrorIndex statusTexts={STATUS_CODES as Record<number, string>} />;
}
