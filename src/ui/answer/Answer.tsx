/** What one side says of its own accord, as it streams and once it is whole, with its probability and whether it is right. */
import { type ReactNode, useEffect, useRef } from "react";
import type { Nats } from "../../base/ids.ts";
import { count, decimal, sentence, smallDecimal } from "../shared/format.ts";

/** An answer, or as much of it as was said. */
export interface SideAnswer {
  readonly texts: readonly string[];
  /** Of its tokens, by the side that said them; null while it streams. */
  readonly logProbs: readonly Nats[] | null;
  /** Null where nobody knows. */
  readonly right: boolean | null;
}

/** Answers with more characters than this are set smaller, and may scroll. */
const LONG = 44;

interface SaidProps {
  readonly side: "student" | "teacher";
  readonly answer: SideAnswer | null;
  /** Whether more is coming. */
  readonly streams: boolean;
  /** What stands in the place of an answer that is not there. */
  readonly wait: string;
  readonly outdated: boolean;
}

/** A long text scrolls within its place, so it takes the focus. */
function Said({ side, answer, streams, wait, outdated }: SaidProps) {
  const text = answer === null ? "" : sentence(answer.texts);
  const ref = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // What was said last stays in sight, as long as there is more to come.
    if (streams && text !== "") ref.current?.scrollTo({ top: ref.current.scrollHeight });
  }, [streams, text]);
  if (text === "" && !streams) return <p className="said said-empty">{wait}</p>;
  const long = text.length > LONG;
  return (
    <p
      ref={ref}
      className="said"
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

/** `exp Σ ln p(y_t)` of a whole answer, in writing; what is beyond all numbers is 0. */
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

interface AnswerProps extends SaidProps {
  readonly title: ReactNode;
  /** Beside the title, such as how the side is shown the picture. */
  readonly control: ReactNode;
  /** Of the answer, where it is not of what is set up now. */
  readonly note: string | null;
  /** What else there is to say of it. */
  readonly children: ReactNode;
}

export function Answer({ title, control, note, children, ...said }: AnswerProps) {
  const { side, answer, streams } = said;
  const whole = streams ? null : answer;
  return (
    <article className="side" data-side={side} data-part={side}>
      <div className="side-head">
        <h3>{title}</h3>
        {control}
      </div>
      <Said {...said} />
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
