import { CheckboxField } from "@/components/ui/checkbox-field";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Skeleton } from "@/components/ui/skeleton";
import type { ReviewStartOptions } from "@/domain/reviews/review-views";

/** Who is asked: any of those who may. */
export function ReviewersField({
  reviewers,
  viewerId,
  value,
  error,
  onChange,
}: {
  /** Null while they are loaded. */
  reviewers: ReviewStartOptions["reviewers"] | null;
  viewerId: string | null;
  value: readonly string[];
  error: string | null;
  onChange: (ids: string[]) => void;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-sm">Reviewers</legend>
      {reviewers === null ? (
        <Skeleton className="h-16" />
      ) : (
        <ScrollRegion label="Administrators" className="max-h-44 overflow-y-auto rounded-xl border p-3">
          <div className="grid gap-2.5">
            {reviewers.map((person) => (
              <CheckboxField
                key={person.userId}
                label={`${person.name}${person.userId === viewerId ? " (you)" : ""}`}
                hint={person.email}
                checked={value.includes(person.userId)}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...value, person.userId]
                      : value.filter((id) => id !== person.userId),
                  )
                }
              />
            ))}
          </div>
        </ScrollRegion>
      )}
      <p role="alert" className="mt-1.5 text-bad text-sm empty:hidden">
        {error}
      </p>
      <p className="mt-1.5 text-muted text-sm">
        Administrators can be asked: a decision may end a token. Auditors sign the result.
      </p>
    </fieldset>
  );
}
