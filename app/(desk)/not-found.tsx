import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";

export default function DeskNotFound() {
  return (
    <>
      <PageHeader title="There is nothing here" />
      <p className="mb-4 max-w-[72ch] text-muted">
        It may have been deleted, or belong to an account that you are not in.
      </p>
      <ButtonLink href="/">Go to the start</ButtonLink>
    </>
  );
}
