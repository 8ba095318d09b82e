/** Views to add with one click: the controls as buttons, all others in a menu. */
import type { Plan } from "../../evidence/views/plan.ts";
import { useActions, useApp } from "../app-context.ts";
import { Menu } from "../kit/Menu.tsx";
import { Tooltip } from "../kit/Tooltip.tsx";
import { type Addition, CONTROLS, FURTHER, placeOf, toggled } from "./additions.ts";

/** Whether a model accepts one image only, so that no prompt with two can be shown to it. */
const readsOne = (addition: Addition): boolean => addition.id === "positive" || addition.id === "negative";

export function ViewKeys({ plan }: { plan: Plan }) {
  const actions = useActions();
  const single = useApp(({ model }) => model.kind === "ready" && model.facts.gives.mostPictures === 1);
  const { student, others } = plan;
  const isThere = (addition: Addition) => placeOf(addition, student, others) >= 0;
  const toggle = (addition: Addition) => void actions.setOthers(toggled(addition, student, others));
  return (
    <fieldset className="view-keys" data-part="controls">
      <legend>Controls</legend>
      {CONTROLS.map((addition) => (
        <Tooltip key={addition.id} words={addition.why}>
          <button
            type="button"
            className="secondary"
            aria-pressed={isThere(addition)}
            onClick={() => toggle(addition)}
          >
            {addition.name}
          </button>
        </Tooltip>
      ))}
      <Menu
        trigger={
          <button type="button" className="secondary">
            More views…
          </button>
        }
        items={FURTHER.map((addition) => ({
          name: `${isThere(addition) ? "✓ " : ""}${addition.name}`,
          disabled: single && readsOne(addition),
          onChoose: () => toggle(addition),
        }))}
      />
    </fieldset>
  );
}
