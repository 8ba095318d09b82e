/** A modal dialog with its title and close key; on a narrow screen a sheet from below. */
import { lazy, Suspense } from "react";
import type { DialogProps } from "./parts/DialogParts.tsx";

const DialogParts = lazy(async () => ({ default: (await import("./parts/DialogParts.tsx")).DialogParts }));

/**
 * Open for as long as it is mounted. It holds the focus and gives it back to where it was; Escape and a press outside
 * close it. Its code is fetched when the first dialog opens.
 */
export function Dialog(props: DialogProps) {
  return (
    <Suspense>
      <DialogParts {...props} />
    </Suspense>
  );
}
