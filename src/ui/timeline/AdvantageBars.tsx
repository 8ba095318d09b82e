/** The visual advantage of every token as bars, small enough to fit below the lines. */
import { type CSSProperties, memo, useRef } from "react";
import { roundAbove } from "../../session/signals/range.ts";
import { tokenLabel } from "../charts/tokens/token-data.ts";
import { FigureFiles } from "../figure-export/FigureFiles.tsx";
import type { FigureFile } from "../figure-export/figure-svg.ts";
import { decimal, spoken } from "../shared/format.ts";

interface AdvantageBarsProps {
  readonly tokens: readonly string[];
  /** In nats, one per token. */
  readonly values: readonly (number | null)[];
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
  /** File name, and the run card. */
  readonly file: Omit<FigureFile, "title">;
}

const TITLE = "Visual advantage";
const FORMULA = "max(ln q(y | sharp) − ln q(y | degraded), 0)";

/** With more tokens there is no room for their words and numbers. */
const MOST_WORDS = 24;

function largestWords(tokens: readonly string[], values: readonly (number | null)[]): string {
  const largest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const at = values.indexOf(largest);
  if (largest === 0) return "no token gains from the sharp crop";
  return `largest at token ${at + 1}, ${spoken(tokens[at] ?? "")}: ${decimal(largest, 2)} nats`;
}

interface BarProps {
  readonly index: number;
  readonly value: number | null;
  /** The value of the tallest bar that fits. */
  readonly share: number;
  /** Null where there is no room for words. */
  readonly word: string | null;
  readonly selected: boolean;
  readonly onSelect: (index: number) => void;
}

const Bar = memo(function Bar({ index, value, share, word, selected, onSelect }: BarProps) {
  return (
    <div className="advantage-token" data-selected={selected} onPointerEnter={() => onSelect(index)}>
      {word !== null && <span className="advantage-value">{decimal(value, 2)}</span>}
      <span className="advantage-bar" style={{ "--share": share } as CSSProperties} />
      {word !== null && <span className="advantage-word">{word}</span>}
    </div>
  );
});

/** The bars are visual; the strip and the lines hold the same numbers for everybody. */
export function AdvantageBars({ tokens, values, selected, onSelect, file }: AdvantageBarsProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const most = roundAbove(Math.max(1, ...values.map((value) => value ?? 0)));
  const worded = tokens.length <= MOST_WORDS;
  return (
    <div className="advantage">
      <div className="card-head">
        <h3>{TITLE}</h3>
        <span className="card-note">
          <span className="formula">{FORMULA}</span>, nats · VA-OPD eq. 2
        </span>
        <FigureFiles
          title={TITLE}
          fileOf={() => ({
            name: file.name,
            title: TITLE,
            notes: [`${FORMULA}, nats (VA-OPD eq. 2)`, ...file.notes],
          })}
          drawing={() => [drawing.current]}
        />
      </div>
      <div
        ref={drawing}
        className="advantage-bars"
        data-export=""
        role="img"
        aria-label={`Visual advantage; ${largestWords(tokens, values)}`}
        data-worded={worded}
      >
        {values.map((value, index) => (
          <Bar
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is identified by its position.
            key={index}
            index={index}
            value={value}
            onSelect={onSelect}
            share={Math.max(0, value ?? 0) / most}
            word={worded ? tokenLabel(tokens[index] ?? "") : null}
            selected={index === selected}
          />
        ))}
      </div>
    </div>
  );
}
