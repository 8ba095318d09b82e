/** The loaded slider. */
import { Slider as Base } from "@base-ui/react/slider";

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** The displayed text of a value. */
  readonly write: (value: number) => string;
  /** The text for screen readers, where it needs more words than are shown. */
  readonly say?: (value: number) => string;
  /** Values marked by a tick on the track. */
  readonly marks?: readonly number[];
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

function Marks({ marks, least, most }: { marks: readonly number[]; least: number; most: number }) {
  return marks.map((mark) => (
    <span
      key={mark}
      className="kit-slider-mark"
      aria-hidden="true"
      style={{ insetInlineStart: `${(100 * (mark - least)) / (most - least)}%` }}
    />
  ));
}

export function SliderParts({ label, value, least, most, step, write, say = write, ...rest }: SliderProps) {
  const { marks = [], disabled = false, onChange } = rest;
  const steps = Math.round((most - least) / step);
  return (
    <Base.Root
      className="kit-slider"
      value={value}
      min={least}
      max={most}
      step={step}
      largeStep={step * Math.max(1, Math.round(steps / 10))}
      disabled={disabled}
      onValueChange={(chosen) => onChange(chosen)}
    >
      <Base.Label className="kit-slider-label">{label}</Base.Label>
      <Base.Control className="kit-slider-control">
        <Base.Track className="kit-slider-track">
          <Base.Indicator className="kit-slider-indicator" />
          <Marks marks={marks} least={least} most={most} />
          <Base.Thumb className="kit-slider-thumb" getAriaValueText={(_, chosen) => say(chosen)} />
        </Base.Track>
      </Base.Control>
      <span className="kit-slider-value number" aria-hidden="true">
        {write(value)}
      </span>
    </Base.Root>
  );
}
