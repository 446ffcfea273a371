/** Next.js calls this once per server. The constant is the compiler's, and keeps Node's modules out of other runtimes. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { cleanEveryRequest } = await import("@/app/clean-forwarded-headers");
  cleanEveryRequest();
}
