import type { Patience } from "@/prisma/client-factory";

/** For clients of tests: what takes long on a machine that is busy with other tests is no fault of what is tested. */
export const patience: Patience = { waitMsMax: 60_000, transactionMsMax: 60_000, statementMsMax: 120_000 };
