/** The recorded shares of right answers against the size of the evidence, from the full image and, if wanted, from the crop. */
import { RIGHT, SIZES, THRESHOLD } from "../../../../lesson/exhibits/acuity.ts";
import { finePercent, percent } from "../../../shared/format.ts";
import { LineChart } from "../LineChart.tsx";

const [SMALLEST = 0, LARGEST = 1] = [SIZES[0], SIZES.at(-1)];
const ACROSS = {
  kind: "log",
  domain: [80 * SMALLEST, 125 * LARGEST],
  title: "% of the image",
  words: String,
} as const;
const DOWN = { kind: "linear", domain: [0, 1], title: "right", words: percent } as const;

const lineOf = (shares: readonly number[]) => SIZES.map((size, i) => [100 * size, shares[i] ?? 0] as const);
const endsOf = (shares: readonly number[]): string =>
  `${percent(shares[0] ?? 0)} to ${percent(shares.at(-1) ?? 0)}`;

export function CurveExhibit({ crop }: { readonly crop: boolean }) {
  const full = {
    name: "full image",
    dash: "solid",
    chosen: true,
    points: lineOf(RIGHT.full),
    words: endsOf(RIGHT.full),
  } as const;
  const close = {
    name: "evidence crop",
    dash: "dashed",
    chosen: false,
    points: lineOf(RIGHT.crop),
    words: endsOf(RIGHT.crop),
  } as const;
  const at = THRESHOLD === null ? {} : { at: 100 * THRESHOLD };
  const said =
    THRESHOLD === null ? "There is no threshold." : `The threshold is at ${finePercent(THRESHOLD)}.`;
  return (
    <section className="exhibit" aria-label="Right answers against size">
      <LineChart
        label={`Right answers from the smallest to the largest size: from the full image ${full.words}${crop ? `, from the crop ${close.words}` : ""}. ${said}`}
        across={ACROSS}
        down={DOWN}
        lines={crop ? [full, close] : [full]}
        {...at}
      />
    </section>
  );
}
