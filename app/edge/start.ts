import { guardServers } from "@/app/edge/guard-servers";

// Preloaded into the desk's process, before Next.js opens its server (scripts/start/servers.ts).
guardServers();
