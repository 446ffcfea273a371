import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { errorCodes } from "@/domain/errors/codes";

export default function DeskForbidden() {
  return (
    <>
      <PageHeader title={errorCodes.forbidden.title} />
      <p className="mb-4 max-w-[72ch] text-muted">{errorCodes.forbidden.mend}</p>
      <ButtonLink href="/">Go to the start</ButtonLink>
    </>
  );
}
