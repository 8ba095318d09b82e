/** The loaded select. */
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Select as Base } from "@base-ui/react/select";

export interface SelectOption<T extends string | number> {
  readonly value: T;
  readonly name: string;
}

export interface SelectProps<T extends string | number> {
  readonly label: string;
  readonly options: readonly SelectOption<T>[];
  readonly value: T;
  readonly disabled?: boolean;
  readonly onChange: (value: T) => void;
}

function Options({ options }: Pick<SelectProps<string | number>, "options">) {
  return (
    <Base.Portal>
      <Base.Positioner
        className="kit-positioner"
        align="start"
        sideOffset={4}
        collisionPadding={8}
        alignItemWithTrigger={false}
      >
        <Base.Popup className="kit-menu" data-surface="select">
          <Base.List>
            {options.map(({ value, name }) => (
              <Base.Item key={value} className="kit-item" value={value} label={name}>
                <Base.ItemText>{name}</Base.ItemText>
                <Base.ItemIndicator className="kit-tick">{null}</Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

export function SelectParts(props: SelectProps<string | number>) {
  const { label, options, value, disabled = false, onChange } = props;
  return (
    // The page's policy refuses style elements; what the library would put into one is in surfaces.css.
    <CSPProvider disableStyleElements>
      <div className="kit-select">
        <Base.Root<string | number>
          items={options.map((option) => ({ value: option.value, label: option.name }))}
          value={value}
          disabled={disabled}
          onValueChange={(chosen) => chosen !== null && onChange(chosen)}
        >
          <Base.Label className="kit-label">{label}</Base.Label>
          <Base.Trigger className="kit-select-key">
            <Base.Value />
            <Base.Icon className="kit-chevron">{null}</Base.Icon>
          </Base.Trigger>
          <Options options={options} />
        </Base.Root>
      </div>
    </CSPProvider>
  );
}
