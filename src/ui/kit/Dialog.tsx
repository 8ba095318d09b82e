/** A modal dialog with its title and close button; on a narrow screen a sheet from below. */
import { lazy, Suspense } from "react";
import type { DialogProps } from "./parts/DialogParts.tsx";

const DialogParts = lazy(async () => ({ default: (await import("./parts/DialogParts.tsx")).DialogParts }));

/**
 * Open for as long as it is mounted. It traps the focus and restores it afterwards; Escape and a press outside close it.
 * Its code is fetched when the first dialog opens.
 */
export function Dialog(props: DialogProps) {
  return (
    <Suspense>
      <DialogParts {...props} />
    </Suspense>
  );
}
