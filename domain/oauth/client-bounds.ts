/** Clients that an account may have at once; the list is not paged, and it has an end. */
export const apiClientsMax = 200;
/** How many of a client's tokens a page lists, newest first. */
export const clientTokensShownMax = 100;
/** How long after its hour a client's token can still be placed when its string turns up, in days. */
export const endedClientTokenDays = 30;
