/** The loaded number field. */
import { NumberField as Base } from "@base-ui/react/number-field";
import { type ChangeEvent, type ClipboardEvent, type KeyboardEvent, useId, useReducer } from "react";
import { isComposing } from "../../shared/composing.ts";
import { plainNumber, typedNumber } from "../number-text.ts";

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  /** Without bounds the caller decides what is valid. */
  readonly least?: number;
  readonly most?: number;
  readonly step?: number;
  /** The step with Shift held. */
  readonly largeStep?: number;
  /** Decimals shown. */
  readonly digits?: number;
  readonly disabled?: boolean;
  /** Id of the element that describes it further. */
  readonly describedBy?: string | undefined;
  /**
   * Called at every step, and once for typed text: at Enter, or when the field is left. Null where the field was emptied; it
   * then shows `value` again.
   */
  readonly onChange: (value: number | null, how: "stepped" | "typed") => void;
}

/** Replaces the selection or the whole text, as if it were typed. */
function write(input: HTMLInputElement, text: string, all: boolean): void {
  const [start, end] = all ? [0, input.value.length] : [input.selectionStart ?? 0, input.selectionEnd ?? 0];
  input.setRangeText(text, start, end, "end");
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** Replaces a typed comma by a point before the field reads it, whatever keyboard or input method was used. */
function onChangeCapture({ currentTarget: input }: ChangeEvent<HTMLInputElement>): void {
  const typed = typedNumber(input.value);
  if (typed === input.value) return;
  const at = input.selectionStart;
  input.value = typed;
  input.setSelectionRange(at, at);
}

/** Replaces the selection by the pasted text, converted to a number. */
function onPaste(event: ClipboardEvent<HTMLInputElement>): void {
  const pasted = event.clipboardData.getData("text/plain").trim();
  event.preventDefault();
  write(event.currentTarget, plainNumber(pasted), false);
}

export function NumberFieldParts({
  label,
  value,
  step = 1,
  largeStep = 10 * step,
  ...rest
}: NumberFieldProps) {
  const { least, most, digits = 0, disabled = false, describedBy, onChange } = rest;
  const id = useId();
  const [, showValueAgain] = useReducer((count: number) => count + 1, 0);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    if (event.key === "Enter" && !isComposing(event.nativeEvent)) {
      input.blur();
      input.focus();
    }
    if (event.key !== "Escape" || input.value === value.toFixed(digits)) return;
    event.stopPropagation();
    write(input, value.toFixed(digits), true);
  };
  return (
    <Base.Root
      id={id}
      className="kit-number"
      locale="en"
      format={{ useGrouping: false, minimumFractionDigits: digits, maximumFractionDigits: digits }}
      value={value}
      min={least}
      max={most}
      step={step}
      smallStep={step}
      largeStep={largeStep}
      disabled={disabled}
      onValueChange={(next, { reason }) => {
        if (!reason.startsWith("input-")) onChange(next, "stepped");
      }}
      onValueCommitted={(next, { reason }) => {
        if (reason.startsWith("input-")) onChange(next, "typed");
      }}
    >
      <label className="kit-label" htmlFor={id}>
        {label}
      </label>
      <Base.Group className="kit-number-group">
        <Base.Decrement className="kit-number-key" data-sign="minus" aria-label={`Less ${label}`} />
        <Base.Input
          className="kit-number-input"
          aria-describedby={describedBy}
          onFocus={(event) => event.target.select()}
          onBlur={showValueAgain}
          onKeyDown={onKeyDown}
          onChangeCapture={onChangeCapture}
          onPaste={onPaste}
        />
        <Base.Increment className="kit-number-key" data-sign="plus" aria-label={`More ${label}`} />
      </Base.Group>
    </Base.Root>
  );
}
