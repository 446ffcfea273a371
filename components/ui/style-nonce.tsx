"use client";

/**
 * Modal dialogs lock the page's scrolling with a `<style>` element. The library that writes it takes its nonce
 * from this global, so the content security policy can stay without 'unsafe-inline'.
 */
export function StyleNonce({ nonce }: { nonce: string }) {
  if (typeof window !== "undefined") Object.assign(window, { __webpack_nonce__: nonce });
  return null;
}
