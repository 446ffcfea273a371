"use client";

import { Bookmark, Check, Trash2 } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useReauth } from "@/components/reauth/reauth-provider";
import { readyViews } from "@/components/saved-views/ready-views";
import type { ViewActions } from "@/components/saved-views/view-actions";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { dialogOnDemand } from "@/components/ui/dialog-on-demand";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { toast } from "@/components/ui/toast";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import { type SavedView, type ViewPage, viewHref, viewQueryOf } from "@/domain/saved-views/saved-view";

const SaveViewDialog = dialogOnDemand(
  async () => (await import("@/components/saved-views/save-view-dialog")).SaveViewDialog,
);

/** The views of a page: each is an address. What the page shows now can be kept as another one. */
export function ViewsMenu({
  page,
  views,
  actions,
}: {
  page: ViewPage;
  views: readonly SavedView[];
  actions: ViewActions;
}) {
  const guarded = useReauth();
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  const [removing, setRemoving] = useState<SavedView | null>(null);
  useReturnFocus(saving || removing !== null);
  const current = viewQueryOf(page, useSearchParams().toString());
  const groups = [
    { label: "Yours", views: views.filter((view) => view.own) },
    { label: "Shared by others", views: views.filter((view) => !view.own) },
  ].filter((group) => group.views.length > 0);
  return (
    <>
      <Popover
        label="Views"
        align="end"
        open={open}
        onOpenChange={(isOpen) => {
          if (isOpen) SaveViewDialog.prepare();
          setOpen(isOpen);
        }}
        className="w-72 p-1"
        trigger={
          <Button icon={<Bookmark />} {...SaveViewDialog.likely}>
            <span className="@max-[68rem]/table:sr-only cards:not-sr-only">Views</span>
          </Button>
        }
      >
        {groups.map((group) => (
          <ViewGroup key={group.label} label={group.label}>
            {group.views.map((view) => (
              <li key={view.id} className="flex items-center">
                <ViewLink
                  href={viewHref(page, view.query)}
                  name={view.name}
                  note={view.own ? (view.shared ? "shared" : null) : view.byName}
                  isCurrent={view.query === current}
                  onOpen={() => setOpen(false)}
                />
                {view.mayDelete ? (
                  <IconButton
                    label={`Delete the view ${view.name}`}
                    size="sm"
                    icon={<Trash2 />}
                    onClick={() => {
                      setOpen(false);
                      setRemoving(view);
                    }}
                  />
                ) : null}
              </li>
            ))}
          </ViewGroup>
        ))}
        <ViewGroup label="Ready-made">
          {readyViews[page].map((view) => (
            <li key={view.name} className="flex">
              <ViewLink
                href={viewHref(page, view.query)}
                name={view.name}
                note={null}
                isCurrent={viewQueryOf(page, view.query) === current}
                onOpen={() => setOpen(false)}
              />
            </li>
          ))}
        </ViewGroup>
        <div className="mt-1 border-t pt-1">
          <Button
            variant="ghost"
            size="sm"
            className="w-full justify-start px-2"
            disabledReason={current === "" ? "Filter or sort first: there is nothing to keep." : null}
            onClick={() => {
              setOpen(false);
              setSaving(true);
            }}
          >
            Save this view…
          </Button>
        </div>
      </Popover>
      {saving ? (
        <SaveViewDialog
          page={page}
          query={current}
          save={(input) => guarded(() => actions.save(input))}
          onClose={() => setSaving(false)}
        />
      ) : null}
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setRemoving(null)}
          title={`Delete the view ${removing.name}?`}
          description={
            removing.shared
              ? "It is gone for everybody in this account. Links that were copied go on working: a view is an address."
              : "Links that were copied go on working: a view is an address."
          }
          confirmLabel="Delete view"
          onConfirm={async () => {
            const result = await guarded(() => actions.remove({ viewId: removing.id }));
            if (!result.ok) return result.refusal.message;
            toast.success(`The view ${removing.name} is deleted`);
            return undefined;
          }}
        />
      ) : null}
    </>
  );
}

function ViewGroup({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="py-1">
      <p className="px-2 pb-0.5 text-muted text-xs">{label}</p>
      <ul aria-label={label}>{children}</ul>
    </div>
  );
}

function ViewLink({
  href,
  name,
  note,
  isCurrent,
  onOpen,
}: {
  href: string;
  name: string;
  note: string | null;
  isCurrent: boolean;
  onOpen: () => void;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isCurrent ? "true" : undefined}
      onClick={onOpen}
      className="flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1.5 hover:bg-hover focus-visible:bg-hover pointer-coarse:py-3"
    >
      <Check aria-hidden="true" className={isCurrent ? "icon text-accent" : "icon invisible"} />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {note ? <span className="max-w-24 truncate text-muted text-sm">{note}</span> : null}
    </Link>
  );
}
