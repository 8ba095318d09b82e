/** Uni-OPD's returns against outcomes: right answers should lie to the right of wrong ones, and do so after the remedy. */
import { useRef } from "react";
import { useApp } from "../../app-context.ts";
import { cssPercent, decimal } from "../../shared/format.ts";
import { GateFiles, type WeighedGroup } from "../GateFiles.tsx";
import { placeIn, type ReturnDot, returnsOf } from "./returns.ts";

const OUTCOMES = { true: "right", false: "wrong", null: "not judged" } as const;

function Dot({ dot, place, shown }: { dot: ReturnDot; place: (value: number) => number; shown: boolean }) {
  const [from, to] = [place(dot.before), place(dot.after ?? dot.before)];
  return (
    <>
      <span
        className="return-move"
        style={{
          insetInlineStart: cssPercent(Math.min(from, to)),
          inlineSize: cssPercent(Math.abs(to - from)),
        }}
      />
      <span className="return-dot" data-when="before" style={{ insetInlineStart: cssPercent(from) }} />
      {dot.after !== null && (
        <span
          className="return-dot"
          data-when="after"
          data-shown={shown}
          style={{ insetInlineStart: cssPercent(to) }}
        />
      )}
    </>
  );
}

/** The table of siblings holds the same figures for people who cannot see the plot. */
export function ReturnPlot({ reading, experiment }: WeighedGroup) {
  const drawing = useRef<HTMLDivElement>(null);
  const sibling = useApp((state) => state.sibling);
  const { domain, outcomes } = returnsOf(reading, experiment.verdicts);
  const place = (value: number) => placeIn(domain, value);
  return (
    <figure className="returns">
      <figcaption className="kit-label gate-figure-head">
        <span>
          Return <span className="gate-formula">G</span> against outcome, nats per token
        </span>
        <GateFiles
          reading={reading}
          experiment={experiment}
          drawing={drawing}
          title="Return against outcome"
          name="returns"
          note="return G of each answer in nats per token, right and wrong answers, before and after the remedy"
        />
      </figcaption>
      <div ref={drawing} aria-hidden="true" data-export="">
        {outcomes.map(({ verdict, dots }) => (
          <div key={`${verdict}`} className="return-line" data-verdict={`${verdict}`}>
            <span className="unit">{OUTCOMES[`${verdict}`]}</span>
            <span className="return-track">
              <span className="return-axis-line" />
              {dots.map((dot) => (
                <Dot key={dot.index} dot={dot} place={place} shown={dot.index === sibling} />
              ))}
            </span>
          </div>
        ))}
        <div className="return-line">
          <span />
          <span className="return-axis unit">
            <span>{decimal(domain[0], 2)}</span>
            <span className="return-key">
              <span className="return-dot" data-when="before" /> before
              <span className="return-dot" data-when="after" /> after
            </span>
            <span>{decimal(domain[1], 2)}</span>
          </span>
        </div>
      </div>
    </figure>
  );
}
