/** One region that is to become an item. */

import { useId, useState } from "react";
import type { Candidate } from "../../suite/items/candidate.ts";
import { consensusOf } from "../../suite/items/consensus.ts";
import type { Verdict } from "../../suite/items/verdict.ts";
import { useApp } from "../app-context.ts";
import { finePercent } from "../shared/format.ts";
import { CropPicture } from "./CropPicture.tsx";
import { useItems, useItemsActions } from "./items-context.ts";

const ORIGINS: Readonly<Record<Candidate["origin"], string>> = {
  drawn: "drawn",
  grid: "from the grid",
  map: "from the map",
};

function verdictWords(verdict: Verdict): string {
  if (verdict.kind === "accepted") return `Accepted: “${verdict.answer}”`;
  if (verdict.kind === "rejected") return `Rejected. ${verdict.reason}`;
  if (verdict.next === "question") return "It needs a question.";
  if (verdict.next === "decision") return "No rule rejects it: the decision is yours.";
  return verdict.next === "answers"
    ? "Not yet answered from the crop."
    : "Not yet answered from the full image.";
}

function Consensus({ candidate }: { readonly candidate: Candidate }) {
  const thresholds = useItems((state) => state.thresholds);
  const { answers, attempts } = candidate;
  if (answers.length === 0) return null;
  const { groups } = consensusOf(answers, thresholds);
  const right = attempts.filter(Boolean).length;
  return (
    <dl className="candidate-answers">
      <dt>from the crop</dt>
      <dd>
        <ul>
          {groups.map((group) => (
            <li key={group[0]}>
              <span className="number">
                {group.length}/{answers.length}
              </span>{" "}
              “{group[0]}”
            </li>
          ))}
        </ul>
      </dd>
      {attempts.length > 0 && (
        <>
          <dt>from the full image</dt>
          <dd>
            <span className="number">
              {right}/{attempts.length}
            </span>{" "}
            right
          </dd>
        </>
      )}
    </dl>
  );
}

interface CandidateCardProps {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
}

function Question({ candidate, verdict }: CandidateCardProps) {
  const { id, question } = candidate;
  const answered = useItems((state) => state.noQuestion[id]);
  const idle = useItems((state) => state.work === null);
  const ready = useApp((state) => state.model.kind === "ready");
  const { setQuestion, askQuestion, follow } = useItemsActions();
  const able = ready && idle;
  const waits = verdict.kind === "open" && (verdict.next === "answers" || verdict.next === "attempts");
  return (
    <>
      <label className="words-field candidate-question">
        Question
        <input
          className="kit-text"
          value={question}
          onChange={({ target }) => setQuestion(id, target.value)}
        />
      </label>
      <div className="open-keys">
        <button
          type="button"
          className="secondary"
          aria-disabled={!able || !waits}
          onClick={() => able && waits && void follow(id)}
        >
          Sample
        </button>
        <button
          type="button"
          className="quiet"
          aria-disabled={!able}
          onClick={() => able && void askQuestion(id)}
        >
          Let the model propose one
        </button>
      </div>
      {answered !== undefined && question === "" && (
        <p className="hint">The model did not ask a question; it answered “{answered}”. Type a question.</p>
      )}
    </>
  );
}

function Decision({ candidate, verdict }: CandidateCardProps) {
  const { id, decision } = candidate;
  const [reason, setReason] = useState("");
  const field = useId();
  const { decide } = useItemsActions();
  if (decision !== null)
    return (
      <button type="button" className="quiet" onClick={() => decide(id, null)}>
        Undo the decision
      </button>
    );
  if (verdict.kind !== "open" || verdict.next !== "decision") return null;
  const why = reason.trim();
  return (
    <div className="setting">
      <button type="button" className="primary" onClick={() => decide(id, { kind: "accept" })}>
        Accept
      </button>
      <label className="words-field" htmlFor={field}>
        Reason to reject
        <input
          id={field}
          className="kit-text"
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <button
        type="button"
        className="secondary"
        aria-disabled={why === ""}
        onClick={() => why !== "" && decide(id, { kind: "reject", reason: why })}
      >
        Reject
      </button>
    </div>
  );
}

export function CandidateCard({ candidate, verdict }: CandidateCardProps) {
  const { id, image, region, origin, dimension } = candidate;
  const working = useItems(
    (state) => state.work !== null && "candidate" in state.work && state.work.candidate === id,
  );
  const { remove, setDimension } = useItemsActions();
  return (
    <li className="candidate" data-verdict={verdict.kind} aria-label={id}>
      <CropPicture image={image} region={region} />
      <div className="candidate-body">
        <p className="card-note">
          <span>{id}</span>, {ORIGINS[origin]}, {finePercent(region.width * region.height)} of {image.name}
        </p>
        <Question candidate={candidate} verdict={verdict} />
        <label className="words-field">
          Dimension
          <input
            className="kit-text"
            value={dimension}
            onChange={({ target }) => setDimension(id, target.value)}
          />
        </label>
        <Consensus candidate={candidate} />
        <p className="candidate-verdict" role="status">
          {working ? "The model is answering …" : verdictWords(verdict)}
        </p>
        <Decision candidate={candidate} verdict={verdict} />
        <button type="button" className="quiet candidate-remove" onClick={() => remove(id)}>
          Remove
        </button>
      </div>
    </li>
  );
}
