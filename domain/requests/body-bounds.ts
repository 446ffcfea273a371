/** Largest body that the HTTP API reads, in bytes, on its own port and through the desk's. */
export const apiBodyBytesMax = 1_048_576;

/** Largest body of a form or server action of the desk, in bytes; next.config.ts names the same bound to Next.js. */
export const deskBodyBytesMax = 262_144;
