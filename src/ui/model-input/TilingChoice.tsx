/** How finely a model that cuts pictures into tiles is shown them: more tiles show more and take longer. */
import type { ModelState } from "../../app/state.ts";
import { useActions, useApp } from "../app-context.ts";
import { Select } from "../kit/Select.tsx";
import { count } from "../shared/format.ts";

type Tiling = NonNullable<Extract<ModelState, { kind: "ready" }>["facts"]["gives"]["tiling"]>;

/** A square picture gives the most tiles: a side's times itself, and one more that shows the whole. */
function mostTiles(longestEdge: number, { choices }: Tiling): number {
  const side = Math.ceil(longestEdge / (choices[0] ?? longestEdge));
  return side > 1 ? side * side + 1 : 1;
}

export function TilingChoice({ tiling }: { tiling: Tiling }) {
  const chosen = useApp(({ session }) => session.plan?.longestEdge) ?? tiling.longestEdge;
  const planned = useApp(({ session }) => session.plan !== null);
  const actions = useActions();
  const edges = [...new Set([...tiling.choices, tiling.longestEdge, chosen])].sort((a, b) => a - b);
  return (
    <Select
      label="Longest edge"
      options={edges.map((edge) => ({
        value: edge,
        name: `${edge} px: at most ${count(mostTiles(edge, tiling), "tile")} a picture`,
      }))}
      value={chosen}
      disabled={!planned}
      onChange={(edge) => void actions.setLongestEdge(edge)}
    />
  );
}
