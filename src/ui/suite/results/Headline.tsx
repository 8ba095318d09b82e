/** The dual view in four numbers. */

import { useMemo } from "react";
import { dualView } from "../../../suite/figures/accuracies.ts";
import { constantAnswers } from "../../../suite/figures/letters.ts";
import type { ItemResult } from "../../../suite/results/result.ts";
import { percent, points } from "../../shared/format.ts";
import { CONDITION_WORDS } from "../suite-words.ts";

const SHOWN = ["global", "grounded", "regional"] as const;

/** The accuracy of always answering with the same letter: the baseline for the figures above. */
function Constants({ items }: { items: readonly ItemResult[] }) {
  const constants = useMemo(() => constantAnswers(items), [items]);
  if (constants.length === 0) return null;
  const shares = constants.map(({ letter, accuracy }) => `“${letter}” ${percent(accuracy)}`);
  return <p className="hint constants">Always answering with one letter: {shares.join(", ")}.</p>;
}

export function Headline({ items }: { items: readonly ItemResult[] }) {
  return (
    <div>
      <DualView items={items} />
      <Constants items={items} />
    </div>
  );
}

function DualView({ items }: { items: readonly ItemResult[] }) {
  const { accuracies, gap } = useMemo(() => dualView(items), [items]);
  return (
    <dl className="headline">
      {SHOWN.map((condition) => {
        const accuracy = accuracies[condition];
        return (
          accuracy !== undefined && (
            <div key={condition} data-tone={condition}>
              <dt>{CONDITION_WORDS[condition]}</dt>
              <dd>
                <strong>{percent(accuracy.mean)}</strong>
                <span className="unit">
                  {percent(accuracy.low)} to {percent(accuracy.high)}
                </span>
              </dd>
            </div>
          )
        );
      })}
      {gap !== null && (
        <div data-tone="plain">
          <dt>zooming gap</dt>
          <dd>
            <strong>{points(gap.mean)}</strong>
            <span className="unit">
              points, {points(gap.low)} to {points(gap.high)}
            </span>
          </dd>
        </div>
      )}
    </dl>
  );
}
