import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// tailwind-merge must know our own text size, or it takes `text-title` for a colour.
const merge = extendTailwindMerge({ extend: { theme: { text: ["title"] } } });

/** Joins class names; later Tailwind classes win over earlier ones of the same kind. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
