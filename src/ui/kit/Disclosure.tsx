/** A line that unfolds more below it. */
import { Collapsible as Base } from "@base-ui/react/collapsible";
import type { ReactNode } from "react";

interface DisclosureProps {
  readonly summary: ReactNode;
  /** Whether it is unfolded to begin with. */
  readonly unfolded?: boolean;
  readonly children: ReactNode;
}

/** The browser's search in the page finds what is folded, and unfolds it. */
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
