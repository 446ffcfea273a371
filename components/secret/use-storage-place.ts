"use client";

import { useRef, useState } from "react";
import type { SavePlace } from "@/components/secret/new-secret";
import { findStoragePlace } from "@/domain/tokens/storage-place";

/** The answer to "Where did you store it?", and its way into the notes. */
export function useStoragePlace(tokenId: string, notes: string, save: SavePlace | undefined) {
  const [place, setPlace] = useState(() => findStoragePlace(notes));
  const [saved, setSaved] = useState(place);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const running = useRef(false);
  const changed = place.trim() !== saved.trim();

  /** True when nothing is left to save. */
  async function submit(): Promise<boolean> {
    if (save === undefined || !changed) return true;
    if (running.current) return false;
    running.current = true;
    setPending(true);
    setRefusal(null);
    try {
      const result = await save(tokenId, place);
      if (result.ok) setSaved(place);
      else setRefusal(result.refusal.fields?.storagePlace ?? result.refusal.message);
      return result.ok;
    } catch {
      setRefusal("The place was not saved. Check the connection and try again.");
      return false;
    } finally {
      running.current = false;
      setPending(false);
    }
  }

  return { place, setPlace, changed, justSaved: !changed && saved !== "", pending, refusal, submit };
}

export type StoragePlace = ReturnType<typeof useStoragePlace>;
