/** The size of an image before its boxes were given in pixels: stated, or by Qwen's limits. */
import { QWEN_LIMITS, type ResizeRule } from "../../../suite/open/boxes/resize-rule.ts";
import { NumberField } from "../../kit/NumberField.tsx";
import { Segmented } from "../../kit/Segmented.tsx";

interface ResizeFieldsProps {
  readonly rule: ResizeRule;
  readonly onChange: (rule: ResizeRule) => void;
}

const KINDS = [
  { value: "limits", name: "By its limits" },
  { value: "size", name: "By its size" },
] as const;

/** An initial value where the size is unknown: multiples of 28, as Qwen's processors produce them. */
const SOME_SIZE: ResizeRule = { kind: "size", width: 1036, height: 784 };

/** The two numbers of a rule, with their names. */
function fieldsOf(rule: ResizeRule): readonly (readonly [label: string, name: string, value: number])[] {
  if (rule.kind === "size")
    return [
      ["Width", "width", rule.width],
      ["Height", "height", rule.height],
    ];
  return [
    ["At least, in pixels", "minPixels", rule.minPixels],
    ["At most, in pixels", "maxPixels", rule.maxPixels],
  ];
}

export function ResizeFields({ rule, onChange }: ResizeFieldsProps) {
  return (
    <div className="setting">
      <Segmented
        label="The resized image"
        options={KINDS}
        value={rule.kind}
        onChange={(kind) => onChange(kind === "size" ? SOME_SIZE : QWEN_LIMITS)}
      />
      {fieldsOf(rule).map(([label, name, value]) => (
        <NumberField
          key={name}
          label={label}
          value={value}
          least={1}
          onChange={(number) => number !== null && onChange({ ...rule, [name]: number })}
        />
      ))}
    </div>
  );
}
