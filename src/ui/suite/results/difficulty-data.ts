/** The difficulty histogram, with a preview of Uni-OPD's balanced resampling. */
import { previewResampling } from "../../../gate/uni-opd/resample.ts";
import { difficultyHistogram } from "../../../suite/figures/accuracies.ts";
import type { ItemResult, ResultsHeader } from "../../../suite/results/result.ts";
import { domainOf } from "../../charts/ticks.ts";
import { count } from "../../shared/format.ts";
import type { FigureData } from "./figure-data.ts";

/** The histogram of the samples, with no item repeated more than `cap` times. Null where no item was sampled. */
export function difficultyFigure(
  items: readonly ItemResult[],
  { count: samples, seed }: ResultsHeader["samples"],
  cap: number,
): FigureData | null {
  const histogram = difficultyHistogram(items, samples);
  if (histogram === null) return null;
  const counts = histogram.flatMap((ids, right) => ids.map(() => right));
  const preview = previewResampling(counts, samples, seed, cap);
  const bins = histogram.map((ids, right) => {
    const after = preview?.after[right] ?? null;
    const words = `${count(ids.length, "item")} right ${right} of ${samples} times`;
    const label = after === null ? words : `${words}, ${after} after resampling`;
    return { key: String(right), name: String(right), count: ids.length, after, label, ids };
  });
  const most = bins.flatMap(({ count: before, after }) => [before, after ?? 0]);
  const axis = { kind: "linear", domain: domainOf(most, 0), title: "items", words: String } as const;
  return {
    id: "difficulty",
    title: "Item difficulty",
    note: `Right answers out of ${samples} sampled from the full image. The outline is Uni-OPD’s balanced resampling: the middle is repeated up to the fullest bar, at most ${cap} times, and the ends stay (the paper leaves its factor open).`,
    chart: { kind: "histogram", axis, bins, acrossTitle: `right out of ${samples}` },
    key: [],
  };
}
