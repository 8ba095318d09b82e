/** A choice of one among several, each on its own line with as many words as it needs. */
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";

export interface RadioOption<T extends string | number> {
  readonly value: T;
  readonly content: ReactNode;
}

interface RadioListProps<T extends string | number> {
  readonly label: string;
  readonly options: readonly RadioOption<T>[];
  /** The chosen one; null while there is none. */
  readonly value: T | null;
  readonly onChange: (value: T) => void;
}

/** One tab stop; arrow keys or a press anywhere on a line choose. The label is for screen readers. */
export function RadioList<T extends string | number>({ label, options, value, onChange }: RadioListProps<T>) {
  const id = useId();
  return (
    <RadioGroup
      className="kit-radio-list"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => chosen !== null && onChange(chosen)}
    >
      {options.map((option) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control is the radio inside.
        <label key={option.value} className="kit-radio-line">
          <Radio.Root className="kit-radio" value={option.value} aria-labelledby={`${id}-${option.value}`}>
            <Radio.Indicator className="kit-radio-dot" />
          </Radio.Root>
          <span id={`${id}-${option.value}`}>{option.content}</span>
        </label>
      ))}
    </RadioGroup>
  );
}
