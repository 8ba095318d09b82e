/** A number that is typed, or stepped by arrow keys and by two buttons beside it. */
import { lazy, Suspense } from "react";
import type { NumberFieldProps } from "./parts/NumberFieldParts.tsx";

const NumberFieldParts = lazy(async () => ({
  default: (await import("./parts/NumberFieldParts.tsx")).NumberFieldParts,
}));

function Meanwhile({ label, value, digits = 0 }: NumberFieldProps) {
  return (
    <div className="kit-number" aria-hidden="true">
      <span className="kit-label">{label}</span>
      <div className="kit-number-group">
        <span className="kit-number-key" data-sign="minus" />
        <input className="kit-number-input" tabIndex={-1} readOnly value={value.toFixed(digits)} />
        <span className="kit-number-key" data-sign="plus" />
      </div>
    </div>
  );
}

/**
 * Shift with an arrow key steps further, Enter commits what was typed, Escape discards it. A comma counts as a point. It is
 * rendered at once and accepts input after the page's first paint.
 */
export function NumberField(props: NumberFieldProps) {
  return (
    <Suspense fallback={<Meanwhile {...props} />}>
      <NumberFieldParts {...props} />
    </Suspense>
  );
}
