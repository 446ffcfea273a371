// Prefix, tag, locator and the underscore after it: whatever follows is secret. Also any run as long as a secret.
const afterLocator = /[A-Z]{2}[a-z0-9]{0,12}_[0-9A-Za-z]{8}_/;
const longRun = /[0-9A-Za-z]{28,}/g;

/**
 * True when `text` holds a token string or the beginning of one's secret. Such a text must not become part of an address,
 * a log line or a stored filter (ASVS 14.2.1). Pure text, so that a browser can ask before anything is sent.
 */
export function holdsTokenForm(text: string): boolean {
  if (afterLocator.test(text)) return true;
  return (text.match(longRun) ?? []).some((run) => /\d/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run));
}

const whole = /[A-Z]{2}[a-z0-9]{0,12}_[0-9A-Za-z]{8}_[0-9A-Za-z]{36}(?![0-9A-Za-z])/;

/** The whole token string that `text` holds, alone or in a pasted header, or null. Its checksum is not looked at. */
export function findTokenForm(text: string): string | null {
  return whole.exec(text)?.[0] ?? null;
}
