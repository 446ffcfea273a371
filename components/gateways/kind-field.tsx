import { RadioCards } from "@/components/ui/radio-cards";
import { type GatewayKind, gatewayKindLabels, gatewayKinds } from "@/domain/gateways/kinds";

/** What asks: one of the gateways that Keydesk configures, or a backend by itself. */
export function KindField({
  value,
  onChange,
}: {
  value: GatewayKind;
  onChange: (kind: GatewayKind) => void;
}) {
  return (
    <RadioCards
      legend="What asks"
      name="kind"
      columns={3}
      value={value}
      onChange={(event) => onChange(event.target.value as GatewayKind)}
      options={gatewayKinds.map((kind) => ({
        value: kind,
        label: gatewayKindLabels[kind],
        description: kind === "backend" ? "Asks by itself." : "Ready to run.",
      }))}
    />
  );
}
