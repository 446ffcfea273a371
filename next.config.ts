import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  generateBuildId: () => process.env.KEYDESK_BUILD_ID ?? null,
  reactStrictMode: true,
  // TypeScript 7 has no JavaScript API for Next to call; `npm run check` runs tsc itself.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "@node-rs/argon2", "@prisma/client", "@prisma/adapter-pg", "pino"],
  // For `npm run dev`: the development server otherwise serves its socket to "localhost" only.
  allowedDevOrigins: ["127.0.0.1"],
  experimental: {
    // forbidden() and its 403 page.
    authInterrupts: true,
    // A build is made once for each version: a quarter of its work went into 145 MB for the next one.
    turbopackFileSystemCacheForBuild: false,
    serverActions: { bodySizeLimit: "256kb" },
  },
  // In development Next.js would print the arguments of server actions, passwords among them.
  logging: { serverFunctions: false },
  // Everything but files gets its headers from proxy.ts, which makes a nonce for each answer.
  headers: async () => [
    {
      source: "/_next/static/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
      ],
    },
    {
      // Its own policy stands in it, with the hashes of its script and style; this one adds what only a header can say.
      source: "/verify.html",
      headers: [
        { key: "Content-Security-Policy", value: "frame-ancestors 'none'" },
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
      ],
    },
    {
      source: "/verify-worker.js",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
      ],
    },
  ],
};

export default config;
