/** A paper's claim: its figure, where it is stated, and what to know before repeating it. */
import type { Claim } from "../../../lesson/lesson.ts";
import { Prose } from "../Prose.tsx";

export function ClaimCard({ claim }: { claim: Claim }) {
  return (
    <figure className="lesson-card" data-kind="claim">
      <p className="lesson-card-title">A claim</p>
      <p className="lesson-figure">{claim.figure}</p>
      <blockquote>
        <Prose text={claim.says} />
      </blockquote>
      <figcaption>
        {claim.paper},{" "}
        <a href={`https://arxiv.org/abs/${claim.arxiv}`} target="_blank" rel="noreferrer">
          arXiv {claim.arxiv}
        </a>
        , {claim.place}
      </figcaption>
      <p className="lesson-caution">
        <strong>Caution:</strong> <Prose text={claim.caution} />
      </p>
    </figure>
  );
}
