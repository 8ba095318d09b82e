/** Panels of which one is visible, chosen by a row of tabs. */
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export interface Tab<T extends string> {
  readonly id: T;
  readonly name: ReactNode;
  /** Mounted only while its tab is selected. */
  readonly content: ReactNode;
}

interface TabsProps<T extends string> {
  /** What the tabs choose among, for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (id: T) => void;
}

/** Arrow keys move along the row, Home and End to its ends; Enter or Space selects. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: TabsProps<T>) {
  return (
    <Base.Root className="kit-tabs" value={value} onValueChange={(id: T) => onChange(id)}>
      <Base.List className="kit-tab-row" aria-label={label}>
        {tabs.map(({ id, name }) => (
          <Base.Tab key={id} className="kit-tab" value={id}>
            {name}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ id, content }) => (
        <Base.Panel key={id} className="kit-tab-panel" value={id}>
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
