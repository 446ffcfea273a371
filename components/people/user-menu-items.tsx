import {
  CircleSlash,
  KeyRound,
  ListChecks,
  LogOut,
  Pencil,
  RotateCcw,
  ShieldCheck,
  ShieldOff,
  UserMinus,
} from "lucide-react";
import type { UserTask } from "@/components/people/user-dialogs";
import type { MenuItem } from "@/components/ui/menu-item";
import type { UserSummary } from "@/domain/access/people-views";

/** What an administrator may do with a user's row. */
export function userMenuItems(
  user: UserSummary,
  viewerId: string,
  open: (kind: UserTask["kind"]) => void,
  enable: () => void,
): MenuItem[] {
  const isPerson = user.kind === "person";
  const isDisabled = user.disabledAt !== null;
  const only = (condition: boolean, item: MenuItem): MenuItem[] => (condition ? [item] : []);
  return [
    ...only(isPerson, {
      id: "role",
      label: "Change role…",
      icon: <ShieldCheck />,
      onSelect: () => open("role"),
    }),
    ...only(!isPerson, { id: "rename", label: "Rename…", icon: <Pencil />, onSelect: () => open("rename") }),
    { id: "permissions", label: "Permissions…", icon: <ListChecks />, onSelect: () => open("permissions") },
    ...only(isPerson, {
      id: "reset",
      label: "Password reset link…",
      icon: <KeyRound />,
      onSelect: () => open("reset_link"),
      disabledReason: isDisabled ? "Enable the user first." : null,
    }),
    ...only(isPerson && user.hasSecondFactor, {
      id: "second_factors",
      label: "Remove second step…",
      icon: <ShieldOff />,
      onSelect: () => open("second_factors"),
      disabledReason: user.id === viewerId ? "Yours is on your Security page." : null,
    }),
    ...only(isPerson && !isDisabled, {
      id: "sessions",
      label: "End sessions…",
      icon: <LogOut />,
      onSelect: () => open("end_sessions"),
    }),
    { kind: "separator", id: "line" },
    isDisabled
      ? { id: "enable", label: "Enable", icon: <RotateCcw />, onSelect: enable }
      : {
          id: "disable",
          label: "Disable…",
          icon: <CircleSlash />,
          danger: true,
          onSelect: () => open("disable"),
        },
    {
      id: "remove",
      label: "Remove…",
      icon: <UserMinus />,
      danger: true,
      onSelect: () => open("remove"),
      disabledReason: user.id === viewerId ? "Another administrator can remove you." : null,
    },
  ];
}
