import { bearerPhrase } from "@/components/audit/moment/token-facts";
import { missingList, verdictWords } from "@/components/audit/moment/verdict-words";
import { Callout } from "@/components/ui/callout";
import { valueOr } from "@/domain/audit/point-in-time/fact";
import type { TokenAnswer } from "@/domain/audit/point-in-time/views";

/** Could it be used? In a sentence, with what is not known. */
export function AnswerHeadline({ token }: { token: TokenAnswer }) {
  const { answer, state } = token;
  if (answer.usable === "no") {
    return (
      <Callout tone="neutral" title={`Nobody could use it: ${verdictWords(answer.verdict)}.`}>
        {answer.missing.length > 0
          ? `The log does not tell ${missingList(answer.missing)}; that would change nothing.`
          : null}
      </Callout>
    );
  }
  const addresses = valueOr(state.token.ipAllowList, []);
  const from = addresses.length > 0 ? ` from ${addresses.join(", ")} only` : "";
  const bearer = bearerPhrase(token);
  const as = bearer === null ? "" : `, as ${bearer}`;
  if (answer.usable === "unknown") {
    return (
      <Callout tone="warn" title="It is not known whether it could be used.">
        The log does not tell {missingList(answer.missing)}. Nothing that it tells forbids it.
      </Callout>
    );
  }
  return (
    <Callout tone="ok" title={`Whoever held its secret could use it${from}${as}.`}>
      {answer.permissions === null
        ? "What it could do is not known."
        : answer.permissions.length === 0
          ? "It had no permissions: every call that needs one was refused."
          : `It could do ${answer.permissions.join(", ")}.`}{" "}
      Limits of calls are not looked at here.
    </Callout>
  );
}
