import type { ReactNode } from "react";
import { auditHref } from "@/components/audit/audit-href";
import { overCapWords, valueWords } from "@/components/policy/policy-words";
import { gridHref } from "@/components/tokens/grid-href";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { TokenPolicy } from "@/domain/tokens/policy";
import type { PolicyView } from "@/domain/tokens/policy-views";

/** The account's values beside what the deployment allows, each with what it changes and what it does not. */
export function PolicyValues({ policy }: { policy: PolicyView }) {
  const over = overCapWords(policy.keyCounts, policy.account.keyCap);
  return (
    <Section
      title="Token policy"
      description={
        <>
          What tokens of this account may be. It can be as tight as the account wants, and never looser than
          this Keydesk. It binds people, programs and the command line from the moment it is saved; tokens
          that exist stay as they are.{" "}
          <TextLink href={auditHref({ action: "policy.change" })}>Who changed it</TextLink>
        </>
      }
    >
      <dl className="border-t">
        <Value policy={policy} name="keyCap" label="API keys per organization">
          <p>
            An organization that has as many, disabled ones too, gets no new key until one of them is deleted.
            No key goes away.
          </p>
          {over ? <p className="text-warn">{over}</p> : null}
        </Value>
        <Value policy={policy} name="lifetimeDaysMax" label="Longest life">
          <p>
            A token that is generated, or gets another expiry, must expire within it, counted from that
            moment; one without an expiry is refused. Of every type but gateways’ own.
          </p>
          <p>
            Tokens that exist keep their expiry, and keep it when they are rotated;{" "}
            <TextLink href={gridHref({ expiring: "never" })}>those without one</TextLink> keep none. What API
            clients obtain ends after an hour as before.
          </p>
        </Value>
        <Value policy={policy} name="graceSecondsMax" label="Longest grace on rotation">
          <p>
            How long the old secret may go on working, chosen when a token is rotated and again each time that
            is extended. To end it at once is always possible.
          </p>
          <p>Rotations that are under way end when they were going to.</p>
        </Value>
        <Value policy={policy} name="keysRevealable" label="API keys after generation">
          <p>
            Shown again: administrators see and copy a key whenever they confirm their password. Shown once:
            nobody does, of new keys and of those that exist.
          </p>
          <p>Either way keys go on working and signing JWTs, and stay kept encrypted, as JWTs need them.</p>
        </Value>
      </dl>
    </Section>
  );
}

function Value<K extends keyof TokenPolicy>({
  policy: { account, deployment },
  name,
  label,
  children,
}: {
  policy: PolicyView;
  name: K;
  label: string;
  children: ReactNode;
}) {
  const words = valueWords[name];
  return (
    <div className="grid gap-x-6 gap-y-1 border-b py-3.5 sm:grid-cols-[minmax(10rem,2fr)_minmax(9rem,2fr)_5fr]">
      <dt className="text-muted">{label}</dt>
      <dd>
        <span className="block font-medium tabular-nums">{words(account[name])}</span>
        <span className="block text-muted text-sm">
          {account[name] === deployment[name]
            ? "As this Keydesk allows"
            : `This Keydesk: ${words(deployment[name]).toLowerCase()}`}
        </span>
      </dd>
      <dd className="grid max-w-[64ch] gap-1.5 text-muted text-sm max-sm:mt-1">{children}</dd>
    </div>
  );
}
