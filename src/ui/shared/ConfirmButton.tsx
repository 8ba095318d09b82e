/** A button whose action loses something for good: the first press says what, and a second one on another button does it. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import "./confirm.css";

interface ConfirmButtonProps {
  readonly className: "quiet" | "secondary";
  readonly disabled: boolean;
  /** What the second button says, such as "Delete this run". */
  readonly confirm: string;
  /** The question, with what will be lost. */
  readonly question: string;
  readonly onConfirm: () => void;
  /** What the first button says. */
  readonly children: ReactNode;
}

/** Called once for an element, when it appears. */
const focusOn = (element: HTMLElement | null): void => element?.focus();

/** A key that is still held down from the first press must not confirm. */
const ignoreHeld = (event: KeyboardEvent): void => {
  if (event.repeat) event.preventDefault();
};

/** Escape, "Cancel" and another press on the first button take the question back. */
export function ConfirmButton({
  className,
  disabled,
  confirm,
  question,
  onConfirm,
  children,
}: ConfirmButtonProps) {
  const [asked, setAsked] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const open = asked && !disabled;
  const cancel = () => {
    setAsked(false);
    first.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open || event.key !== "Escape") return;
    event.preventDefault();
    cancel();
  };
  return (
    <>
      <button
        ref={first}
        type="button"
        className={className}
        aria-disabled={disabled}
        aria-expanded={open}
        onClick={() => !disabled && setAsked(!open)}
        onKeyDown={onKeyDown}
      >
        {children}
      </button>
      {open && (
        <fieldset className="confirm" onKeyDown={onKeyDown}>
          <legend>{question}</legend>
          <div>
            <button
              ref={focusOn}
              type="button"
              className="secondary"
              onKeyDown={ignoreHeld}
              onClick={() => {
                setAsked(false);
                onConfirm();
              }}
            >
              {confirm}
            </button>
            <button type="button" className="quiet" onClick={cancel}>
              Cancel
            </button>
          </div>
        </fieldset>
      )}
    </>
  );
}
