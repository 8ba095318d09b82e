/** A checkbox, for one of several that may be combined. A setting that takes effect at once is a Switch. */
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
 * Space or a press on its label toggles it. It is rendered at once and works after the page's first paint.
 */
export function Checkbox(props: CheckboxProps) {
  return (
    <Suspense fallback={<Meanwhile {...props} />}>
      <CheckboxParts {...props} />
    </Suspense>
  );
}
