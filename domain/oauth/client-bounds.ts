/** Clients that an account may have at once; the list is not paged, and it has an end. */
export const apiClientsMax = 200;
/** How many of a client's tokens a page lists, newest first. */
export const clientTokensShownMax = 100;
