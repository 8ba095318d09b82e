/** Begins a turn; the function that it returns tells whether no later one has begun. */
export type BeginTurn = () => () => boolean;

/** For work of which only the last that was begun counts, in whichever order it ends. */
export function createTurns(): BeginTurn {
  let latest = 0;
  return () => {
    latest++;
    const turn = latest;
    return () => turn === latest;
  };
}
