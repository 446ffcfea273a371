"use client";

/**
 * Modal dialogs lock the page's scrolling with a `<style>` element. The library that writes it takes its nonce
 * from this global, so the content security policy can stay without 'unsafe-inline'. The first nonce stays: later
 * answers bring new ones, but the document keeps the policy it was loaded with.
 */
export function StyleNonce({ nonce }: { nonce: string }) {
  if (typeof window !== "undefined" && !("__webpack_nonce__" in window)) {
    Object.assign(window, { __webpack_nonce__: nonce });
  }
  return null;
}
