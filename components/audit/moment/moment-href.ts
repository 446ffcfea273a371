/** Of whom or what a page of a moment speaks. */
export type MomentSubject = { readonly kind: "token" | "user"; readonly id: string };

export const momentPath = "/audit/moment" as const;

/** The address of a subject's state at a moment; without one, of now. */
export function momentHref(subject: MomentSubject | null, at: Date | null): string {
  const search = new URLSearchParams();
  if (subject !== null) search.set(subject.kind, subject.id);
  if (at !== null) search.set("at", at.toISOString().replace(".000Z", "Z"));
  const text = search.toString();
  return text === "" ? momentPath : `${momentPath}?${text}`;
}
