/** The current views, each as its model receives it: the student's, the teacher's, and further ones. */

import { useMemo } from "react";
import { shownReplay } from "../../app/selectors.ts";
import { given } from "../../evidence/column.ts";
import type { Replay } from "../../evidence/replay.ts";
import { type Other, otherKey } from "../../evidence/views/showing.ts";
import { currentContrast } from "../../session/derived.ts";
import { useActions, useApp } from "../app-context.ts";
import { smallDecimal } from "../shared/format.ts";
import { ViewCard } from "./ViewCard.tsx";
import { ViewKeys } from "./ViewKeys.tsx";
import { recipeWords } from "./view-words.ts";
import "./filmstrip.css";

/** The largest divergence of that side over the answer; null where it was not scored. */
function distanceOf(replay: Replay | null, other: Other): string | null {
  const at = replay?.contrast.others.findIndex((each) => otherKey(each) === otherKey(other)) ?? -1;
  const known = given(replay?.divergences[at]).filter((nats) => nats !== null);
  if (known.length === 0) return null;
  return `at most ${smallDecimal(Math.max(...known), 2)} nats`;
}

export function Filmstrip() {
  const session = useApp((state) => state.session);
  const replay = useApp(shownReplay);
  const actions = useActions();
  const contrast = useMemo(() => currentContrast(session), [session]);
  const { plan } = session;
  if (plan === null || contrast === null) return null;
  const without = (index: number) => () =>
    void actions.setOthers(plan.others.filter((_, at) => at !== index));
  return (
    <section className="filmstrip" aria-labelledby="filmstrip-title" data-part="views">
      <h3 id="filmstrip-title">Input of each side</h3>
      <ul className="views">
        <ViewCard
          side="student"
          words={recipeWords(plan.student)}
          showing={contrast.student}
          note={null}
          distance={null}
          onRemove={null}
        />
        {contrast.others.map((other, index) => (
          <ViewCard
            // biome-ignore lint/suspicious/noArrayIndexKey: a view is identified by its place; its pixels change with the box.
            key={index}
            side={other.role}
            words={recipeWords(plan.others[index]?.recipe ?? [])}
            showing={other.showing}
            note={other.note ?? null}
            distance={distanceOf(replay, other)}
            onRemove={other.role === "teacher" ? null : without(index)}
          />
        ))}
      </ul>
      <ViewKeys plan={plan} />
    </section>
  );
}
