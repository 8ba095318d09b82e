/** Questions of a scene as other parts of Fovea ask them: with a box in the unit square, and as items of a suite. */
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import { questionsIn, type SceneQuestion } from "../../scene/edit/questions.ts";
import { sceneOf } from "../../scene/edit/scene-of.ts";
import { describe } from "../../scene/layout/words.ts";
import type { SuiteItem } from "../../suite/item.ts";
import type { RightAnswer } from "../../suite/score/judge.ts";
import type { Box } from "../../view/box.ts";

/** Where the evidence is; the whole scene for its description. */
export function boxIn({ width, height }: EditedScene, { box }: SceneQuestion): Box {
  if (box === null) return { x: 0, y: 0, width: 1, height: 1 };
  const [x, y, w, h] = box;
  return { x: x / width, y: y / height, width: w / width, height: h / height };
}

/** The right answer to a question; null for a description, which has many. */
export function rightTo({ dim, answer, evidence }: SceneQuestion): RightAnswer | null {
  return dim === "description" ? null : { answer, evidence, choices: [] };
}

/** What is in the picture, for who does not see it. */
export const altOf = (scene: EditedScene): string => describe(sceneOf(scene).scene);

/** The questions of a scene that can be asked, as items of a suite about that image. */
export function itemsOf(scene: EditedScene, name: string, image: string): readonly SuiteItem[] {
  const { width, height } = scene;
  return questionsIn(scene).flatMap((question): readonly SuiteItem[] => {
    const { id, dim, box, struck } = question;
    if (box === null || struck !== null) return [];
    return [
      {
        id: `${name}-${id}`,
        image,
        width,
        height,
        dimension: dim,
        box: [...box],
        question: question.question,
        boxQuestion: question.boxQuestion ?? "",
        answer: question.answer,
        evidence: [...question.evidence],
        choices: [],
        title: "",
        alt: altOf(scene),
      },
    ];
  });
}
