/** Where the public key of the audit logs is, on the API's port and on the desk's. */
export const logKeyPath = "/.well-known/keydesk-log.pub";
