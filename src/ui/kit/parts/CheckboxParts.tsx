/** The loaded checkbox. */
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { type ReactNode, useId } from "react";

export interface CheckboxProps {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function CheckboxParts({ label, checked, disabled = false, onChange }: CheckboxProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the checkbox inside.
    <label className="kit-check" data-disabled={disabled || undefined}>
      <Base.Root
        className="kit-check-box"
        aria-labelledby={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(ticked) => onChange(ticked)}
      >
        <Base.Indicator className="kit-check-mark" />
      </Base.Root>
      <span id={id}>{label}</span>
    </label>
  );
}
