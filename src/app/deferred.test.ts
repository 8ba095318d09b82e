import { expect, test } from "vitest";
import type { Actions } from "./actions.ts";
import { deferredActions } from "./deferred.ts";

/** Three actions, and a record of their calls. */
function stand() {
  const asked: string[] = [];
  const actions = {
    setQuestion: (question: string) => void asked.push(question),
    session: { undo: async () => void asked.push("undo") },
    token: { read: async (token: number) => token + 1 },
  } as unknown as Actions;
  let arrive: () => void = () => undefined;
  const loaded = new Promise<Actions>((resolve) => {
    arrive = () => resolve(actions);
  });
  return { asked, arrive, actions: deferredActions(() => loaded) };
}

test("calls before the code has loaded are carried out afterwards, in order, and return their results", async () => {
  const { asked, arrive, actions } = stand();
  actions.setQuestion("one");
  const undone = actions.session.undo();
  const read = actions.token.read(3, 0);
  actions.setQuestion("two");
  expect(asked).toEqual([]);
  arrive();
  await undone;
  expect(await read).toBe(4);
  expect(asked).toEqual(["one", "undo", "two"]);
});

test("once the code has loaded, calls are carried out at once", async () => {
  const { asked, arrive, actions } = stand();
  arrive();
  await actions.session.undo();
  actions.setQuestion("now");
  expect(asked).toEqual(["undo", "now"]);
});

test("an action and a group of them are identical every time", () => {
  const { actions } = stand();
  expect(actions.session).toBe(actions.session);
  expect(actions.session.undo).toBe(actions.session.undo);
});
