/** What lies between a modal layer and the page. */
export const scrimClass = "fixed inset-0 z-40 bg-scrim data-[state=open]:animate-appear";
