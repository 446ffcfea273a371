/** Where the public key of the audit logs is, on the API's port and on the desk's. */
export const logKeyPath = "/.well-known/keydesk-log.pub";
/** Where the notes are by which each key of the audit logs handed over to the next. */
export const logHandoversPath = "/.well-known/keydesk-log.handovers";
