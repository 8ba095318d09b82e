/** A modal dialog with its title and close key; on a narrow screen a sheet from below. */
import { lazy, type ReactNode, Suspense } from "react";

const DialogParts = lazy(async () => ({ default: (await import("./parts/DialogParts.tsx")).DialogParts }));

export interface DialogProps {
  readonly title: string;
  /** For content in columns; without it the dialog is as wide as a paragraph reads well. */
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

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
