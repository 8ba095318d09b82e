/** Steps 4 to 6: each region with its question, its answers, the rules' verdict, and the person's decision. */
import { useMemo } from "react";
import type { Candidate } from "../../suite/items/candidate.ts";
import { type Verdict, verdictOf } from "../../suite/items/verdict.ts";
import { useApp } from "../app-context.ts";
import { ServedBadge } from "../models/ServedNote.tsx";
import { count } from "../shared/format.ts";
import { CandidateCard } from "./CandidateCard.tsx";
import { useItems, useItemsActions } from "./items-context.ts";

/** Maximum number of cards: a grid may make more than a page should hold. */
const MOST_CARDS = 48;

interface Judged {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
}

/** Each judged against the accepted and open candidates before it. */
function judged(
  candidates: readonly Candidate[],
  thresholds: Parameters<typeof verdictOf>[1],
): readonly Judged[] {
  const standing: Candidate[] = [];
  return candidates.map((candidate) => {
    const verdict = verdictOf(candidate, thresholds, standing);
    if (verdict.kind !== "rejected") standing.push(candidate);
    return { candidate, verdict };
  });
}

export function CandidateList() {
  const candidates = useItems((state) => state.candidates);
  const thresholds = useItems((state) => state.thresholds);
  const working = useItems((state) => state.work !== null);
  const ready = useApp((state) => state.model.kind === "ready");
  const { followAll, stop } = useItemsActions();
  const all = useMemo(() => judged(candidates, thresholds), [candidates, thresholds]);
  const waiting = all.filter(
    ({ verdict }) => verdict.kind === "open" && (verdict.next === "answers" || verdict.next === "attempts"),
  ).length;
  const able = ready && waiting > 0;
  return (
    <section className="card candidates" aria-labelledby="candidates-title">
      <div className="card-head">
        <h3 id="candidates-title">4 · Questions and answers</h3>
        <span className="card-note" role="status">
          {count(candidates.length, "region")}
        </span>
      </div>
      <div className="open-keys">
        {working ? (
          <button type="button" className="secondary" onClick={stop}>
            Stop
          </button>
        ) : (
          <button
            type="button"
            className="primary"
            aria-disabled={!able}
            onClick={() => able && void followAll()}
          >
            Sample all that are waiting ({waiting})
          </button>
        )}
        {!ready && <span className="hint">The model is not ready yet.</span>}
      </div>
      <ServedBadge />
      <ul className="candidate-list">
        {all.slice(0, MOST_CARDS).map(({ candidate, verdict }) => (
          <CandidateCard key={candidate.id} candidate={candidate} verdict={verdict} />
        ))}
      </ul>
      {all.length > MOST_CARDS && (
        <p className="hint">The first {MOST_CARDS} are shown; the next appear as you remove some.</p>
      )}
    </section>
  );
}
