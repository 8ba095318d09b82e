/** A setting that is on or off and takes effect at once. */
import { Switch as Base } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";

interface SwitchProps {
  readonly label: ReactNode;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Space, Enter or a press on its label toggles it. */
export function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the switch inside.
    <label className="kit-check" data-disabled={disabled || undefined}>
      <Base.Root
        className="kit-switch"
        aria-labelledby={id}
        checked={on}
        disabled={disabled}
        onCheckedChange={(turned) => onChange(turned)}
      >
        <Base.Thumb className="kit-switch-thumb" />
      </Base.Root>
      <span id={id}>{label}</span>
    </label>
  );
}
