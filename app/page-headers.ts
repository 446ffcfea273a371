/** The headers of every page. `nonce` is new for each answer, so scripts that were injected into markup do not run. */
export function pageHeaders(page: { nonce: string; isHttps: boolean; isDevelopment: boolean }) {
  const policy = [
    "default-src 'self'",
    // The development server evaluates code to map stacks; production never does.
    `script-src 'self' 'nonce-${page.nonce}' 'strict-dynamic'${page.isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Without 'unsafe-inline' no style attribute in markup counts; what scripts set on elements does.
    `style-src 'self' ${page.isDevelopment ? "'unsafe-inline'" : `'nonce-${page.nonce}'`}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "form-action 'self'",
  ];
  return {
    "Content-Security-Policy": policy.join("; "),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    // With "no-referrer" browsers send "Origin: null" with plain forms, and forms would need JavaScript.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy":
      "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()",
    "Cache-Control": "private, no-store",
    ...(page.isHttps ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" } : {}),
  };
}
