import { PublicFrame, PublicHeading } from "@/components/forms/public-frame";
import { ButtonLink } from "@/components/ui/button-link";

export default function NotFound() {
  return (
    <PublicFrame>
      <PublicHeading title="There is nothing here">Check the address, or begin at the start.</PublicHeading>
      <ButtonLink href="/" size="lg">
        Go to the start
      </ButtonLink>
    </PublicFrame>
  );
}
