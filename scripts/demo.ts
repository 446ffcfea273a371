/** What `npm run demo` adds to a start: five accounts with a year behind them, and who can sign in to them. */
export { seedDemo } from "@/services/seed/demo/seed";
export { demoSignIns } from "@/services/seed/demo/sign-ins";
