/**
 * Where a floating part belongs: the dialog or landmark of its trigger, so that screen readers meet it there and not
 * outside every landmark. None of those may have a CSS transform, which would catch fixed positions.
 */
export function findPortalHome(trigger: Element | null): HTMLElement | null {
  return trigger?.closest<HTMLElement>('[role="dialog"],[role="alertdialog"],main,header,nav') ?? null;
}
