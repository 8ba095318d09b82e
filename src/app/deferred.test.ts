import { expect, test } from "vitest";
import type { Actions } from "./actions.ts";
import { deferredActions } from "./deferred.ts";

/** Actions of which three are tried, and what they were asked for. */
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

test("what is asked before the code is there is done once it is, in its order, and is answered", async () => {
  const { asked, arrive, actions } = stand();
  actions.setQuestion("one");
  const undone = actions.session.undo();
  const read = actions.token.read(3, 0, new AbortController().signal);
  actions.setQuestion("two");
  expect(asked).toEqual([]);
  arrive();
  await undone;
  expect(await read).toBe(4);
  expect(asked).toEqual(["one", "undo", "two"]);
});

test("once it is there, everything is done at once", async () => {
  const { asked, arrive, actions } = stand();
  arrive();
  await actions.session.undo();
  actions.setQuestion("now");
  expect(asked).toEqual(["undo", "now"]);
});

test("an action and a group of them are the same ones every time", () => {
  const { actions } = stand();
  expect(actions.session).toBe(actions.session);
  expect(actions.session.undo).toBe(actions.session.undo);
});
