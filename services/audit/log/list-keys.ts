import { deploymentLogId } from "@/domain/audit/log-id";
import { done, type Result } from "@/domain/result";
import { type LogPublicKey, logPublicKeys } from "@/services/audit/log/public-keys";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** All keys that sign or signed this deployment's logs, compromised ones too, the current one first. For the command line. Refuses: forbidden. */
export async function listLogKeys(context: Context): Promise<Result<readonly LogPublicKey[]>> {
  const load = async () => done(await logPublicKeys(context, deploymentLogId));
  return read(context, "audit_key.view", load, { accountId: deploymentLogId });
}
