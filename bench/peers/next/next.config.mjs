import path from "node:path";

const root = path.join(import.meta.dirname, "../../..");

export default {
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg"],
  // It uses the packages, the schema and the client of the repository.
  turbopack: { root },
  outputFileTracingRoot: root,
};
