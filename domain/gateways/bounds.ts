/**
 * Live gateways of an account, its own and those of the deployment that it keeps. Each download makes one: a stolen download token
 * must not fill the list.
 */
export const gatewaysOfAccountMax = 200;
