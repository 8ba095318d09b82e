/** The resolution for a model that tiles images: more tiles show more detail and take longer. */
import type { ModelState } from "../../app/state.ts";
import { useActions, useApp } from "../app-context.ts";
import { Select } from "../kit/Select.tsx";
import { count } from "../shared/format.ts";

type Tiling = NonNullable<Extract<ModelState, { kind: "ready" }>["facts"]["gives"]["tiling"]>;

/** A square image gives the most tiles: the square of the tiles per side, and one whole-image tile. */
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
        name: `${edge} px: at most ${count(mostTiles(edge, tiling), "tile")} per image`,
      }))}
      value={chosen}
      disabled={!planned}
      onChange={(edge) => void actions.setLongestEdge(edge)}
    />
  );
}
