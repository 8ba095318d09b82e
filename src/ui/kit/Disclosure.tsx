/** A line that unfolds more content below it. */
import { Collapsible as Base } from "@base-ui/react/collapsible";
import type { ReactNode } from "react";

interface DisclosureProps {
  readonly summary: ReactNode;
  /** Whether it is open initially. */
  readonly unfolded?: boolean;
  readonly children: ReactNode;
}

/** The browser's find-in-page reaches closed content and opens it. */
export function Disclosure({ summary, unfolded = false, children }: DisclosureProps) {
  return (
    <Base.Root className="kit-disclosure" defaultOpen={unfolded}>
      <Base.Trigger className="kit-summary">
        <span className="kit-chevron" aria-hidden="true" />
        {summary}
      </Base.Trigger>
      <Base.Panel className="kit-folded" hiddenUntilFound>
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
