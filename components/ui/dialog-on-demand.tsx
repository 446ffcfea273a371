"use client";

import { type ComponentType, useEffect, useRef, useState } from "react";
import { OpeningNotice } from "./opening-notice";
import { toast } from "./toast";

/**
 * A dialog whose code comes when it is asked for, not with the page. Mounted while open, as the dialog itself would be. Until the code is
 * there the page says that it opens something; when it does not come, a notification says so and the page stays. Then, and when the wait is
 * called off, `onUnopened` is called, or `onClose` where that does no more than close: a refresh without a connection would lose the page.
 * @param load gives the dialog's component
 * @returns the component; its `likely`, spread into what opens it, has the code come when pointer or focus get there
 */
export function dialogOnDemand<P extends { onClose: () => void }>(load: () => Promise<ComponentType<P>>) {
  let loaded: ComponentType<P> | null = null;
  let coming: Promise<ComponentType<P>> | null = null;
  const fetchOnce = (): Promise<ComponentType<P>> => {
    coming ??= load().then(
      (found) => {
        loaded = found;
        return found;
      },
      (problem: unknown) => {
        // The next one who asks tries anew.
        coming = null;
        throw problem;
      },
    );
    return coming;
  };

  function DialogOnDemand({ onUnopened, ...rest }: P & { onUnopened?: () => void }) {
    const props = rest as unknown as P;
    const giveUp = onUnopened ?? props.onClose;
    const [Loaded, setLoaded] = useState(() => loaded);
    const latest = useRef(giveUp);
    latest.current = giveUp;
    useEffect(() => {
      let isWanted = true;
      fetchOnce().then(
        (found) => {
          if (isWanted) setLoaded(() => found);
        },
        () => {
          if (!isWanted) return;
          toast.error("This could not be opened", {
            description: "Check the connection and try again. If that does not help, reload the page.",
            id: "not-opened",
          });
          latest.current();
        },
      );
      return () => {
        isWanted = false;
      };
    }, []);
    return Loaded ? <Loaded {...props} /> : <OpeningNotice onCancel={giveUp} />;
  }

  // What fails here fails again, and is told, when the dialog is opened.
  const prepare = () => void fetchOnce().catch(() => undefined);
  return Object.assign(DialogOnDemand, { prepare, likely: { onPointerEnter: prepare, onFocus: prepare } });
}
