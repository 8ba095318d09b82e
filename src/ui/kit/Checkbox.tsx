/** A box to tick, for one of several that may go together. What takes effect at once is a Switch. */
import { lazy, Suspense } from "react";
import type { CheckboxProps } from "./parts/CheckboxParts.tsx";

const CheckboxParts = lazy(async () => ({
  default: (await import("./parts/CheckboxParts.tsx")).CheckboxParts,
}));

function Meanwhile({ label, checked, disabled = false }: CheckboxProps) {
  return (
    <span className="kit-check" data-disabled={disabled || undefined} aria-hidden="true">
      <span className="kit-check-box" {...(checked ? { "data-checked": "" } : {})} />
      <span>{label}</span>
    </span>
  );
}

/**
 * Space ticks it, and a press on its label. It is drawn at once and can be ticked after the page's first paint.
 */
export function Checkbox(props: CheckboxProps) {
  return (
    <Suspense fallback={<Meanwhile {...props} />}>
      <CheckboxParts {...props} />
    </Suspense>
  );
}
