/** One page of a lesson: prose, prediction, task, reveal and claim. */
import { type RefObject, useMemo } from "react";
import type { Action, Lesson, Page } from "../../lesson/lesson.ts";
import { partsOf } from "../../lesson/lesson.ts";
import { isRevealed, pageKey } from "../../lesson/progress.ts";
import { type Part, piecesOf } from "../../lesson/prose.ts";
import type { Snapshot } from "../../lesson/snapshot.ts";
import { Blocks } from "./Blocks.tsx";
import { ClaimCard } from "./cards/ClaimCard.tsx";
import { PredictionCard } from "./cards/PredictionCard.tsx";
import { TaskCard } from "./cards/TaskCard.tsx";
import { TrialCard } from "./cards/TrialCard.tsx";
import { useLessons } from "./lesson-context.ts";
import { useLessonActions } from "./use-lesson-actions.ts";
import { showPart, usePointing } from "./use-pointing.ts";

interface PageProps {
  readonly lesson: Lesson;
  readonly page: Page;
  readonly at: number;
  readonly snapshot: Snapshot;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

const pointers = (text: string): readonly Part[] =>
  piecesOf(text).flatMap((piece) => (piece.kind === "pointer" ? [piece.part] : []));

/** Offered where the reader has another image open than the lesson's scene. */
function SceneOffer({ lesson, snapshot }: { lesson: Lesson; snapshot: Snapshot }) {
  const actions = useLessonActions();
  const begun = useLessons((state) => state.begun);
  const { scene } = lesson;
  if (begun !== "done" || scene === null || snapshot.scene === null || snapshot.scene === scene) return null;
  return (
    <p className="lesson-offer">
      This lesson was written for another scene.{" "}
      <button type="button" className="lesson-pointer" onClick={() => void actions.restart()}>
        Open that scene
      </button>
    </p>
  );
}

export function PageView({ lesson, page, at, snapshot, heading }: PageProps) {
  const actions = useLessonActions();
  const progress = useLessons((state) => state.progress);
  const key = pageKey(lesson.id, at);
  const revealed = isRevealed(progress, page);
  usePointing(useMemo(() => partsOf(page, pointers), [page]));
  const { prediction, task, trial, claim } = page;
  /** Carries out the action, and scrolls to what the words before it point at, or else to the page. */
  const doing = (ask: string) => async (action: Action) => {
    await actions.act(action);
    const [part] = [...pointers(ask), ...partsOf(page, pointers)];
    if (part !== undefined && action.kind !== "tune") showPart(part);
  };
  const shared = { lesson, snapshot };
  const card = task && (
    <TaskCard {...shared} task={task} done={progress.done.includes(key)} onAct={doing(task.ask)} />
  );
  const first = task?.action.kind !== "tune";
  return (
    <article className="lesson-page" aria-labelledby="lesson-page-title">
      <h3 id="lesson-page-title" className="lesson-page-title" tabIndex={-1} ref={heading}>
        {page.title}
      </h3>
      <SceneOffer lesson={lesson} snapshot={snapshot} />
      <Blocks blocks={page.blocks} snapshot={snapshot} />
      {prediction !== undefined && (
        <PredictionCard
          prediction={prediction}
          chosen={progress.predicted[key]}
          revealed={revealed}
          snapshot={snapshot}
          onChoose={actions.predict}
        />
      )}
      {first && card}
      {revealed && prediction !== undefined && <Blocks blocks={prediction.reveal} snapshot={snapshot} />}
      {!first && card}
      {trial !== undefined && <TrialCard {...shared} trial={trial} onAct={doing(trial.ask)} />}
      {claim !== undefined && <ClaimCard claim={claim} />}
    </article>
  );
}
