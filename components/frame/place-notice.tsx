"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { sendPlace } from "@/components/frame/send-place";
import { useLeftBehind } from "@/components/frame/use-left-behind";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

/** Has the tab's actions say where they are from, and tells when another tab went to another account. */
export function PlaceNotice({ place, accountName }: { place: string; accountName: string }) {
  const isLeftBehind = useLeftBehind(place);
  const address = `${usePathname()}?${useSearchParams()}`;
  const shown = useRef(address);
  useEffect(() => sendPlace(place), [place]);
  useEffect(() => {
    // The frame stays when a link is followed or a list filtered: another account's page must not stand in it.
    if (shown.current !== address && isLeftBehind) window.location.reload();
    shown.current = address;
  }, [address, isLeftBehind]);
  if (!isLeftBehind) return null;
  return (
    <Callout
      tone="warn"
      role="alert"
      className="mb-5"
      title={`This page is still of ${accountName}`}
      action={<Button onClick={() => window.location.reload()}>Reload</Button>}
    >
      In another tab you went to another account, or somebody else signed in. Nothing can be changed from
      here.
    </Callout>
  );
}
