/** A formula at one token as a curve over one of its numbers. */
import type { Sketch as Drawn } from "../../session/signals/own/sketch.ts";
import { decimal } from "../shared/format.ts";

const [WIDTH, HEIGHT] = [320, 96];
const PAD = 6;

/** The finite values' range, with some room where they are all alike. */
function spanOf(values: readonly number[]): readonly [least: number, most: number] {
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0) return [0, 1];
  return most - least > 1e-12 ? [least, most] : [least - 0.5, most + 0.5];
}

/** The stretches on which the value is finite, as one path. */
function pathOf(
  values: readonly number[],
  x: (step: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, step) => {
      if (!Number.isFinite(value)) return "";
      const begins = step === 0 || !Number.isFinite(values[step - 1]);
      return `${begins ? "M" : "L"}${x(step).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
}

interface SketchProps {
  readonly sketch: Drawn;
  /** The number along which it is drawn, and the formula. */
  readonly name: string;
  readonly value: string;
}

export function Sketch({ sketch: { from, to, here, values }, name, value }: SketchProps) {
  const [least, most] = spanOf([...values, here[1]]);
  const across = (x: number) => PAD + ((x - from) / (to - from)) * (WIDTH - 2 * PAD);
  const up = (y: number) => HEIGHT - PAD - ((y - least) / (most - least)) * (HEIGHT - 2 * PAD);
  const at = (step: number) => across(from + ((to - from) * step) / (values.length - 1));
  const [x, y] = here;
  const words = `${value} is ${decimal(y, 3)} where ${name} is ${decimal(x, 3)}; as ${name} goes from ${decimal(from, 1)} to ${decimal(to, 1)}, it lies between ${decimal(least, 3)} and ${decimal(most, 3)}.`;
  return (
    <figure className="formula-sketch">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
        {least < 0 && most > 0 && <line className="formula-zero" x1={0} x2={WIDTH} y1={up(0)} y2={up(0)} />}
        <path d={pathOf(values, at, up)} />
        {Number.isFinite(x) && Number.isFinite(y) && <circle cx={across(x)} cy={up(y)} r={4} />}
      </svg>
      <figcaption className="hint">
        {name} from <span className="number">{decimal(from, 1)}</span> to{" "}
        <span className="number">{decimal(to, 1)}</span>; {value} from{" "}
        <span className="number">{decimal(least, 3)}</span> to{" "}
        <span className="number">{decimal(most, 3)}</span>. The dot is this token.
      </figcaption>
    </figure>
  );
}
