/** A choice of one among many, from a list that opens below. */
import { lazy, Suspense } from "react";
import type { SelectProps } from "./parts/SelectParts.tsx";

const SelectParts = lazy(async () => ({ default: (await import("./parts/SelectParts.tsx")).SelectParts }));

function Meanwhile({ label, options, value }: Omit<SelectProps<string | number>, "onChange">) {
  return (
    <div className="kit-select" aria-hidden="true">
      <span className="kit-label">{label}</span>
      <span className="kit-select-key">
        {options.find((option) => option.value === value)?.name}
        <span className="kit-chevron" />
      </span>
    </div>
  );
}

/**
 * Arrow keys, Enter or Space open it; first letters find an option. It is rendered at once and works after the page's
 * first paint.
 */
export function Select<T extends string | number>({ onChange, ...shown }: SelectProps<T>) {
  const choose = (value: string | number) => {
    const option = shown.options.find((each) => each.value === value);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <Suspense fallback={<Meanwhile {...shown} />}>
      <SelectParts {...shown} onChange={choose} />
    </Suspense>
  );
}
