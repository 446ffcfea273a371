"use client";

import { useState } from "react";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { choiceWithin, type ExpiryChoice } from "@/domain/tokens/expiry-choice";

/** A chosen expiry that the longest life leaves, also when that becomes known or shorter while the form is open. */
export function useExpiryChoice(initial: ExpiryChoice) {
  const { lifetimeDaysMax } = useTokenPolicy();
  const [chosen, choose] = useState(initial);
  return [choiceWithin(chosen, lifetimeDaysMax), choose] as const;
}
