import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PublicFrame, PublicHeading } from "@/components/forms/public-frame";
import { Facts } from "@/components/ui/facts";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).code };
}

/** The page that every refusal points to: what the code means and how to mend it. Public, as programs' makers need it. */
export default async function ErrorCodePage({ params }: Props) {
  const { code } = await params;
  if (!Object.hasOwn(errorCodes, code)) notFound();
  const { status, title, mend } = errorCodes[code as ErrorCode];
  return (
    <PublicFrame>
      <PublicHeading title={title}>{mend}</PublicHeading>
      <Facts
        items={[
          { label: "Code", value: code, mono: true },
          { label: "HTTP status", value: status },
        ]}
      />
    </PublicFrame>
  );
}
