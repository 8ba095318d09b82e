/** One side’s own answer, while it streams and once it is complete, with its probability and its verdict. */
import { type ReactNode, useEffect, useRef } from "react";
import type { Nats } from "../../base/ids.ts";
import { count, decimal, sentence, smallDecimal } from "../shared/format.ts";

/** An answer, or the part of it generated so far. */
export interface SideAnswer {
  readonly texts: readonly string[];
  /** Log-probabilities of its tokens under the side that generated them; null while it streams. */
  readonly logProbs: readonly Nats[] | null;
  /** Whether it is correct; null where that is unknown. */
  readonly right: boolean | null;
}

/** Answers with more characters than this are set smaller, and may scroll. */
const LONG = 44;

interface AnswerTextProps {
  readonly side: "student" | "teacher";
  readonly answer: SideAnswer | null;
  /** Whether more tokens will come. */
  readonly streams: boolean;
  /** Text shown while there is no answer. */
  readonly wait: string;
  readonly outdated: boolean;
}

/** A long text scrolls within its box, so it can take the focus. */
function AnswerText({ side, answer, streams, wait, outdated }: AnswerTextProps) {
  const text = answer === null ? "" : sentence(answer.texts);
  const ref = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // While tokens still come, keep the newest in view.
    if (streams && text !== "") ref.current?.scrollTo({ top: ref.current.scrollHeight });
  }, [streams, text]);
  if (text === "" && !streams) return <p className="answer-text answer-text-empty">{wait}</p>;
  const long = text.length > LONG;
  return (
    <p
      ref={ref}
      className="answer-text"
      data-long={long}
      data-outdated={outdated}
      dir="auto"
      data-testid={`${side}-answer`}
      {...(long ? { tabIndex: 0 } : {})}
    >
      {text}
      {streams && <span className="caret" aria-hidden="true" />}
    </p>
  );
}

/** `exp Σ ln p(y_t)` of a complete answer, as text; a value that underflows is written as 0. */
export function wholeProbability(nats: number): string {
  const value = Math.exp(nats);
  return value > 0 ? smallDecimal(value, 3) : "0";
}

function WholeProbability({ logProbs, symbol }: { logProbs: readonly Nats[]; symbol: "p" | "q" }) {
  const sum = logProbs.reduce((total: number, nats) => total + nats, 0);
  return (
    <>
      <span className="formula">{symbol}(y)</span> = <span className="number">{wholeProbability(sum)}</span>
      <span className="unit">
        {" "}
        · ln = {decimal(sum, 2)} nats over {count(logProbs.length, "token")}
      </span>
    </>
  );
}

function Verdict({ right }: { right: boolean | null }) {
  if (right === null) return null;
  const verdict = right ? "right" : "wrong";
  return (
    <span className="side-verdict" data-verdict={verdict}>
      <span aria-hidden="true">{right ? "✓" : "✗"}</span> {verdict}
    </span>
  );
}

interface AnswerProps extends AnswerTextProps {
  readonly title: ReactNode;
  /** Shown beside the title, such as the choice of view. */
  readonly control: ReactNode;
  /** A note that the answer belongs to earlier settings; null where it does not. */
  readonly note: string | null;
  /** Further facts about the answer. */
  readonly children: ReactNode;
}

export function Answer({ title, control, note, children, ...text }: AnswerProps) {
  const { side, answer, streams } = text;
  const whole = streams ? null : answer;
  return (
    <article className="side" data-side={side} data-part={side}>
      <div className="side-head">
        <h3>{title}</h3>
        {control}
      </div>
      <AnswerText {...text} />
      <p className="side-number">
        {whole?.logProbs != null && (
          <>
            <Verdict right={whole.right} />
            <WholeProbability logProbs={whole.logProbs} symbol={side === "student" ? "p" : "q"} />
          </>
        )}
        {note !== null && <span className="side-note">{note}</span>}
      </p>
      <div className="side-more">{children}</div>
    </article>
  );
}
