import { auditActionNames } from "@/domain/audit/catalogue";
import { auditNouns } from "@/domain/audit/query-choices";

const spoken = (text: string) => text.replaceAll("_", " ");

/** The filter's choices: each noun as a whole, then its actions ("token: rotate"). */
export const actionOptions: readonly { value: string; label: string }[] = auditNouns.flatMap((noun) => {
  const actions = auditActionNames.filter((action) => action.startsWith(`${noun}.`));
  const whole = { value: noun, label: `${spoken(noun)}: anything` };
  const each = actions.map((action) => ({
    value: action,
    label: `${spoken(noun)}: ${spoken(action.slice(noun.length + 1))}`,
  }));
  return actions.length > 1 ? [whole, ...each] : each;
});
