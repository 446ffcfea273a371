import {
  Bot,
  Braces,
  Building2,
  ClipboardCheck,
  Gauge,
  KeyRound,
  KeySquare,
  LayoutDashboard,
  Lock,
  type LucideIcon,
  MonitorSmartphone,
  Plus,
  Router,
  ScrollText,
  Search,
  Settings,
  Shield,
  SlidersHorizontal,
  Users,
} from "lucide-react";

const icons = {
  dashboard: LayoutDashboard,
  key: KeyRound,
  braces: Braces,
  building: Building2,
  users: Users,
  audit: ScrollText,
  review: ClipboardCheck,
  sliders: SlidersHorizontal,
  shield: Shield,
  router: Router,
  bot: Bot,
  gauge: Gauge,
  devices: MonitorSmartphone,
  lock: Lock,
  token: KeySquare,
  plus: Plus,
  search: Search,
  settings: Settings,
} satisfies Record<string, LucideIcon>;

/** Icons go by name where data crosses from the server to the browser. */
export type FrameIconName = keyof typeof icons;

export function FrameIcon({ name, className }: { name: FrameIconName; className?: string }) {
  const Icon = icons[name];
  return <Icon aria-hidden="true" className={className ?? "icon"} />;
}
