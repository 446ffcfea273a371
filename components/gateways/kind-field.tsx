import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
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
    <Field label="What asks">
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value as GatewayKind)}>
          {gatewayKinds.map((kind) => (
            <option key={kind} value={kind}>
              {kind === "backend" ? "A backend, by itself" : `${gatewayKindLabels[kind]}, ready to run`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
