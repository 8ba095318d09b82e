/** A choice of one among a few, as buttons in a row. */
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";

export interface Segment<T extends string | number> {
  readonly value: T;
  readonly name: ReactNode;
  readonly disabled?: boolean;
}

interface SegmentedProps<T extends string | number> {
  readonly label: string;
  /** Whether the label is for screen readers only. */
  readonly unseenLabel?: boolean;
  readonly options: readonly Segment<T>[];
  /** The chosen one; null while there is none. */
  readonly value: T | null;
  readonly disabled?: boolean;
  /** Shown below the buttons, such as why nothing can be chosen. */
  readonly note?: string | null;
  readonly onChange: (value: T) => void;
}

/** One tab stop; arrow keys choose. */
export function Segmented<T extends string | number>(props: SegmentedProps<T>) {
  const { label, unseenLabel = false, options, value, disabled = false, note = null, onChange } = props;
  const id = useId();
  return (
    <div className="kit-segmented">
      <span id={id} className={unseenLabel ? "visually-hidden" : "kit-label"}>
        {label}
      </span>
      <RadioGroup
        className="kit-segments"
        aria-labelledby={id}
        aria-describedby={note === null ? undefined : `${id}-note`}
        value={value}
        disabled={disabled}
        onValueChange={(chosen) => chosen !== null && onChange(chosen)}
      >
        {options.map((option) => (
          <Radio.Root
            key={option.value}
            className="kit-segment"
            value={option.value}
            disabled={option.disabled ?? false}
          >
            {option.name}
          </Radio.Root>
        ))}
      </RadioGroup>
      {note !== null && (
        <p id={`${id}-note`} className="hint">
          {note}
        </p>
      )}
    </div>
  );
}
