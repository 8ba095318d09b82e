/** The tokens of an answer to the watched item, coloured by their divergence from the evidence crop. */
import { useState } from "react";
import type { WatchedRecord } from "../../lab/run/document.ts";
import { decimal } from "../shared/format.ts";
import { useRoving } from "../shared/use-roving.ts";
import { Token } from "../strip/Token.tsx";

/** The mean over the tokens, in nats. */
export const meanDivergence = ({ tokens }: WatchedRecord): number =>
  tokens.reduce((sum, { divergence }) => sum + divergence, 0) / Math.max(1, tokens.length);

/** The largest Jensen–Shannon divergence, in nats: that of two sides which share no token. */
const MOST = Math.LN2;

export function WatchedStrip({ record }: { readonly record: WatchedRecord }) {
  const { ref, onKeyDown } = useRoving<HTMLDivElement>();
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <div
      className="tokens tokens-short"
      data-export=""
      role="listbox"
      aria-label={`The answer after step ${record.step}`}
      aria-orientation="horizontal"
      ref={ref}
      onKeyDown={onKeyDown}
    >
      {record.tokens.map(({ text, divergence, instead }, index) => (
        <Token
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is known by its place in the answer.
          key={index}
          index={index}
          text={text}
          strength={Math.min(1, divergence / MOST)}
          tone="disagree"
          value={`divergence ${decimal(divergence, 3)} nats`}
          teacherInstead={instead}
          state={index === chosen ? "selected" : "plain"}
          tabStop={index === (chosen ?? 0)}
          onSelect={setChosen}
        />
      ))}
    </div>
  );
}
