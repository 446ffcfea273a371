import { cva, type VariantProps } from "class-variance-authority";

/** The look of a button; also for links that act as one. */
export const buttonClass = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-lg border font-medium transition-colors aria-disabled:text-muted aria-disabled:shadow-none",
  {
    variants: {
      variant: {
        primary:
          "border-transparent bg-accent text-on-accent not-aria-disabled:hover:bg-accent-hover aria-disabled:border-line aria-disabled:bg-sub forced-colors:border-current",
        secondary:
          "border-line bg-raised text-ink shadow-control not-aria-disabled:hover:bg-hover aria-disabled:bg-sub",
        ghost:
          "border-transparent text-muted not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-ink",
        danger:
          "border-transparent bg-bad text-on-accent not-aria-disabled:hover:bg-bad-hover aria-disabled:border-line aria-disabled:bg-sub forced-colors:border-current",
        "danger-ghost": "border-transparent text-bad not-aria-disabled:hover:bg-bad-soft",
      },
      size: {
        sm: "h-7 rounded-md px-2.5 text-sm pointer-coarse:h-11 pointer-coarse:px-3",
        md: "h-8.5 px-3 text-base pointer-coarse:h-11",
        lg: "h-10 px-4 text-base pointer-coarse:h-11",
        icon: "size-8.5 text-base pointer-coarse:size-11",
        "icon-sm": "touch-area size-7 rounded-md text-sm",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonLook = VariantProps<typeof buttonClass>;
